//! Programs and libraries that hold nothing to run: headers, one section with version, names of
//! exports, optionally the header of .NET, and a signature that names a maker.
//!
//! Layouts: <https://learn.microsoft.com/windows/win32/debug/pe-format>,
//! <https://learn.microsoft.com/windows/win32/menurc/vs-versioninfo>; the signature is a PKCS #7
//! message (RFC 2315) that no key ever signed.

/// Where the only section stands, in memory and in the file alike.
const SECTION: usize = 0x1000;

/// A program to be written.
#[derive(Clone, Debug, Default)]
pub struct NewProgram<'t> {
    /// File version.
    pub version: [u16; 4],
    /// Strings of the version resource, for example `("CompanyName", "Example Ltd")`.
    pub strings: &'t [(&'t str, &'t str)],
    /// Names of exported functions.
    pub exports: &'t [&'t str],
    /// Whether it is an assembly of .NET.
    pub is_managed: bool,
    /// Its metadata, if it is one; see [`NewClass`](super::assembly::NewClass).
    pub metadata: &'t [u8],
    /// Text that stands in its section, as constants of a program would.
    pub text: &'t str,
    /// Name of the signer and of who certified it; `None` for no signature.
    pub signer: Option<(&'t str, &'t str)>,
}

impl NewProgram<'_> {
    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let signature = self.signer.map(|(signer, issuer)| signature_of(signer, issuer));
        self.signed(signature.as_deref().unwrap_or_default())
    }

    /// The file with these bytes for a signature; none if empty.
    pub fn signed(&self, signature: &[u8]) -> Vec<u8> {
        let mut section = resources(&version_resource(self.version, self.strings));
        let resources_end = section.len();
        section.resize(section.len().next_multiple_of(4), 0);
        let exports_at = section.len();
        if !self.exports.is_empty() {
            let table = export_table(self.exports, (SECTION + exports_at) as u32);
            section.extend(table);
        }
        let exports_end = section.len();
        section.resize(section.len().next_multiple_of(8), 0);
        let managed_at = section.len();
        if self.is_managed {
            // The header of .NET: its size, version 2.5, where the metadata stand behind it.
            section.extend([72, 0, 0, 0, 2, 0, 5, 0]);
            let known = !self.metadata.is_empty();
            let place = if known { (SECTION + managed_at + 72) as u32 } else { 0 };
            section.extend(place.to_le_bytes());
            section.extend((self.metadata.len() as u32).to_le_bytes());
            section.extend([0; 56]);
            section.extend(self.metadata);
        }
        section.extend(self.text.as_bytes());
        let mut directories = vec![(2, SECTION, resources_end)];
        if exports_end > exports_at {
            directories.push((0, SECTION + exports_at, exports_end - exports_at));
        }
        if self.is_managed {
            directories.push((14, SECTION + managed_at, 72));
        }
        section.resize(section.len().next_multiple_of(8), 0);
        if !signature.is_empty() {
            directories.push((4, SECTION + section.len(), 8 + signature.len()));
        }
        let mut bytes = headers(section.len(), &directories);
        bytes.extend(section);
        if !signature.is_empty() {
            bytes.extend((8 + signature.len() as u32).to_le_bytes());
            // Revision 2, PKCS #7.
            bytes.extend([0, 2, 2, 0]);
            bytes.extend(signature);
        }
        bytes
    }
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
}

/// A block of a version resource.
fn block(key: &str, is_text: bool, value: &[u8], below: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = vec![0; 6];
    bytes.extend(wide(key));
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes.extend(value);
    for part in below {
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes.extend(part);
    }
    let value_length = if is_text { value.len() / 2 } else { value.len() };
    let length = bytes.len() as u16;
    bytes[..2].copy_from_slice(&length.to_le_bytes());
    bytes[2..4].copy_from_slice(&(value_length as u16).to_le_bytes());
    bytes[4] = u8::from(is_text);
    bytes
}

fn version_resource(version: [u16; 4], strings: &[(&str, &str)]) -> Vec<u8> {
    let [major, minor, build, revision] = version.map(u32::from);
    let mut fixed = vec![0; 52];
    fixed[..4].copy_from_slice(&0xFEEF_04BD_u32.to_le_bytes());
    let product = (16, 20);
    for at in [8, product.0] {
        fixed[at..at + 4].copy_from_slice(&u32::to_le_bytes(major << 16 | minor));
    }
    for at in [12, product.1] {
        fixed[at..at + 4].copy_from_slice(&u32::to_le_bytes(build << 16 | revision));
    }
    let strings: Vec<Vec<u8>> =
        strings.iter().map(|(name, text)| block(name, true, &wide(text), &[])).collect();
    let table = block("040904b0", true, &[], &strings);
    let info = block("StringFileInfo", true, &[], &[table]);
    block("VS_VERSION_INFO", false, &fixed, &[info])
}

/// A resource tree with one leaf: type 16, name 1, language 0.
fn resources(version: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (id, below) in [(16_u32, 24_u32 | 1 << 31), (1, 48 | 1 << 31), (0, 72)] {
        bytes.extend([0; 14]);
        bytes.extend(1_u16.to_le_bytes());
        bytes.extend(id.to_le_bytes());
        bytes.extend(below.to_le_bytes());
    }
    bytes.extend((SECTION as u32 + 88).to_le_bytes());
    bytes.extend((version.len() as u32).to_le_bytes());
    bytes.extend([0; 8]);
    bytes.extend(version);
    bytes
}

/// Directory, addresses, name pointers, ordinals and names of exports, for this place in memory.
fn export_table(names: &[&str], at: u32) -> Vec<u8> {
    let count = names.len() as u32;
    let (addresses, pointers) = (at + 40, at + 40 + 4 * count);
    let ordinals = pointers + 4 * count;
    let mut text_at = ordinals + 2 * count;
    let mut bytes = vec![0; 16];
    for number in [1, count, count, addresses, pointers, ordinals] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(names.iter().flat_map(|_| (SECTION as u32).to_le_bytes()));
    for name in names {
        bytes.extend(text_at.to_le_bytes());
        text_at += name.len() as u32 + 1;
    }
    bytes.extend((0..count as u16).flat_map(u16::to_le_bytes));
    for name in names {
        bytes.extend(name.as_bytes());
        bytes.push(0);
    }
    bytes
}

/// Headers of a 64-bit library with one section; `directories` are index, address and size.
fn headers(section: usize, directories: &[(usize, usize, usize)]) -> Vec<u8> {
    let mut bytes = vec![0; SECTION];
    let mut put = |at: usize, value: &[u8]| bytes[at..at + value.len()].copy_from_slice(value);
    put(0, b"MZ");
    put(60, &64_u32.to_le_bytes());
    put(64, b"PE\0\0");
    put(68, &0x8664_u16.to_le_bytes());
    put(70, &1_u16.to_le_bytes());
    put(84, &240_u16.to_le_bytes());
    put(86, &0x2022_u16.to_le_bytes());
    let optional = 88;
    put(optional, &0x20B_u16.to_le_bytes());
    put(optional + 32, &0x1000_u32.to_le_bytes());
    put(optional + 36, &0x200_u32.to_le_bytes());
    put(optional + 56, &0x3000_u32.to_le_bytes());
    put(optional + 60, &0x400_u32.to_le_bytes());
    put(optional + 68, &2_u16.to_le_bytes());
    put(optional + 108, &16_u32.to_le_bytes());
    for (index, address, size) in directories {
        put(optional + 112 + index * 8, &(*address as u32).to_le_bytes());
        put(optional + 116 + index * 8, &(*size as u32).to_le_bytes());
    }
    let table = optional + 240;
    put(table, b".rsrc");
    put(table + 8, &(section as u32).to_le_bytes());
    put(table + 12, &(SECTION as u32).to_le_bytes());
    put(table + 16, &(section as u32).to_le_bytes());
    put(table + 20, &(SECTION as u32).to_le_bytes());
    bytes
}

/// A DER element.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    let mut bytes = vec![tag, 0x82];
    bytes.extend((body.len() as u16).to_be_bytes());
    bytes.extend(body);
    bytes
}

/// A distinguished name of one part.
fn name(id: u8, text: &str) -> Vec<u8> {
    let pair = der(0x30, &[&[6, 3, 0x55, 4, id], &der(0x0C, &[text.as_bytes()])]);
    der(0x30, &[&der(0x31, &[&pair])])
}

/// A message signed by the second of two certificates.
pub fn signature_of(signer: &str, issuer: &str) -> Vec<u8> {
    let issuer = name(3, issuer);
    let certificate = |serial: u8, subject: &[u8]| {
        let fields: [&[u8]; 6] = [
            &[0xA0, 3, 2, 1, 2],
            &[2, 1, serial],
            &der(0x30, &[]),
            &issuer,
            &der(0x30, &[]),
            subject,
        ];
        der(0x30, &[&der(0x30, &fields)])
    };
    let certificates =
        der(0xA0, &[&certificate(1, &name(3, "Other")), &certificate(2, &name(3, signer))]);
    let info = der(0x30, &[&[2, 1, 1], &der(0x30, &[&issuer, &[2, 1, 2]])]);
    let data = der(
        0x30,
        &[&[2, 1, 1], &der(0x31, &[]), &der(0x30, &[]), &certificates, &der(0x31, &[&info])],
    );
    der(0x30, &[&[6, 1, 42], &der(0xA0, &[&data])])
}
