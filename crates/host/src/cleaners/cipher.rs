//! The cipher of Defender's quarantine: RC4 with one key that is the same on every server, after Fox-IT
//! (<https://blog.fox-it.com/2023/12/14/reverse-reveal-recover-windows-defender-quarantine-forensics/>).

/// The key, the same in every version of the engine since 2013 at least. Public knowledge: it
/// guards no secret, it keeps other scanners from finding the file again.
const KEY: &str = "1e87781b8dbaa844ce69702c0c78b786a3f623b738f5edf9af83530fb3fc54fa\
                   a21eb9cf1331fd0f0da954f687cb9e18279697900e53fb317c9cbce48e23d053\
                   71ecc15951b8f3649d7ca33ed68dc9047e82c9baad9799d0d458cb847ca9ffbe\
                   3c8a775233557dde13a8b14087cc1bc8f10f6ecdd083a959cff84a9d1d50755e\
                   3e191818af23e2293558766d2c07e25712b2ca0b535ed8f6c56ce73d24bdd029\
                   1771861a54b4c285a9a3db7aca6d224aeacd621db9f2a22ed1e9e11d75bed7dc\
                   0ecb0a8e68a2ff1263408dc808dffd164b116774cd0b9b8d05411ed6262e429b\
                   a495676b8398db2f35d3c1b9ced52636f2765e1a95cb7ca4c3ddabddbff38253";

/// Decrypts or encrypts what Defender encrypts in one go: RC4, which Wikipedia describes in ten lines and no kept crate
/// offers for a fixed old key without a second generation of cipher traits.
pub(crate) fn decrypted(bytes: &[u8]) -> Vec<u8> {
    let key: Vec<u8> = KEY.as_bytes().as_chunks::<2>().0.iter().map(|pair| byte(*pair)).collect();
    let mut state: [u8; 256] = std::array::from_fn(|index| index as u8);
    let mut swap = 0_u8;
    for index in 0..state.len() {
        swap = swap.wrapping_add(state[index]).wrapping_add(key[index % key.len()]);
        state.swap(index, usize::from(swap));
    }
    let (mut step, mut swap) = (0_u8, 0_u8);
    bytes
        .iter()
        .map(|byte| {
            step = step.wrapping_add(1);
            swap = swap.wrapping_add(state[usize::from(step)]);
            state.swap(usize::from(step), usize::from(swap));
            let sum = state[usize::from(step)].wrapping_add(state[usize::from(swap)]);
            byte ^ state[usize::from(sum)]
        })
        .collect()
}

/// Two hexadecimal digits as a byte.
fn byte(pair: [u8; 2]) -> u8 {
    pair.iter().fold(0, |sum, digit| sum << 4 | char::from(*digit).to_digit(16).unwrap_or(0) as u8)
}
