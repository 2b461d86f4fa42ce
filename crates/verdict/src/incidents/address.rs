//! Client addresses as keys: one client, one key, however a log writes it.

use std::net::{IpAddr, SocketAddr};

/// The key of a client address: port, brackets and zone removed, IPv6 by its /64, which is what
/// one client usually has. `None` for addresses that say nothing about who it was: empty, the
/// server itself.
pub(crate) fn key(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text == "-" {
        return None;
    }
    let Some(address) = parse(text) else { return Some(text.to_lowercase()) };
    let address = match address {
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    };
    if address.is_loopback() || address.is_unspecified() {
        return None;
    }
    Some(match address {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    })
}

fn parse(text: &str) -> Option<IpAddr> {
    if let Ok(socket) = text.parse::<SocketAddr>() {
        return Some(socket.ip());
    }
    let bare = text.trim_start_matches('[');
    let bare = bare.split([']', '%']).next().unwrap_or(bare);
    bare.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_client_has_one_key() {
        for text in ["203.0.113.7", "203.0.113.7:49660", " 203.0.113.7 ", "::ffff:203.0.113.7"] {
            assert_eq!(key(text).as_deref(), Some("203.0.113.7"), "{text}");
        }
        for text in ["2001:db8:1:2::9", "[2001:db8:1:2:ffff::1]:443", "2001:db8:1:2::7%3"] {
            assert_eq!(key(text).as_deref(), Some("2001:db8:1:2::/64"), "{text}");
        }
        assert_ne!(key("2001:db8:1:3::9"), key("2001:db8:1:2::9"));
    }

    #[test]
    fn the_server_itself_is_nobody() {
        for text in ["::1", "127.0.0.1", "", "-", "0.0.0.0"] {
            assert_eq!(key(text), None, "{text}");
        }
        assert_eq!(key("Unknown-Host").as_deref(), Some("unknown-host"));
    }
}
