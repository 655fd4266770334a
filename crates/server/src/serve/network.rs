//! Ranges of addresses, and what of a client's address is used: a whole one to limit its rate, a shortened one in logs.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A range of addresses as `10.0.0.0/8` (RFC 4632), or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

/// A text that is no range of addresses.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is neither an address nor a range like 10.0.0.0/8")]
pub struct NetworkError(String);

impl Network {
    /// This machine's own addresses.
    pub fn loopback() -> Vec<Network> {
        let four = Network { address: IpAddr::V4(Ipv4Addr::new(127, 0, 0, 0)), bits: 8 };
        vec![four, Network { address: IpAddr::V6(Ipv6Addr::LOCALHOST), bits: 128 }]
    }

    /// Whether the address is in the range. An IPv4 address in IPv6 clothes counts as the IPv4 one.
    pub fn has(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                own.to_bits() & mask == other.to_bits() & mask
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
                own.to_bits() & mask == other.to_bits() & mask
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let fault = || NetworkError(text.to_owned());
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| fault())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| fault())?;
        if bits > most { Err(fault()) } else { Ok(Network { address, bits }) }
    }
}

impl TryFrom<String> for Network {
    type Error = NetworkError;

    fn try_from(text: String) -> Result<Self, NetworkError> {
        text.parse()
    }
}

impl From<Network> for String {
    fn from(network: Network) -> String {
        network.to_string()
    }
}

impl fmt::Display for Network {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = if self.address.is_ipv4() { 32 } else { 128 };
        if self.bits == whole { write!(out, "{}", self.address) } else { write!(out, "{}/{}", self.address, self.bits) }
    }
}

/// Who counts as one client: an IPv4 address, or the /64 that a household or an office gets in IPv6 (RFC 6177).
pub(super) fn client_key(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(four) => u128::from(four.to_bits()),
        IpAddr::V6(six) => six.to_bits() >> 64 << 64,
    }
}

/// The address as it may stand in a log: the /24 or the /48 that it is in, which is many people.
pub(super) fn shortened(address: IpAddr) -> Network {
    match address.to_canonical() {
        IpAddr::V4(four) => {
            Network { address: IpAddr::V4(Ipv4Addr::from_bits(four.to_bits() & 0xffff_ff00)), bits: 24 }
        }
        IpAddr::V6(six) => Network { address: IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() >> 80 << 80)), bits: 48 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("address")
    }

    #[test]
    fn ranges_have_what_they_say() {
        let ten: Network = "10.0.0.0/8".parse().expect("range");
        assert!(ten.has(ip("10.255.1.2")) && ten.has(ip("::ffff:10.1.2.3")));
        assert!(!ten.has(ip("11.0.0.1")) && !ten.has(ip("::1")));
        let all: Network = "0.0.0.0/0".parse().expect("range");
        assert!(all.has(ip("255.1.1.1")) && !all.has(ip("2001:db8::1")));
        let one: Network = "2001:db8::7".parse().expect("address");
        assert!(one.has(ip("2001:db8::7")) && !one.has(ip("2001:db8::8")));
        assert_eq!(one.to_string(), "2001:db8::7");
        for wrong in ["", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/-1", "host"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_client_is_an_address_or_a_64_and_a_log_has_less() {
        assert_eq!(client_key(ip("2001:db8:1:2:3::4")), client_key(ip("2001:db8:1:2:ffff::")));
        assert_ne!(client_key(ip("2001:db8:1:2::1")), client_key(ip("2001:db8:1:3::1")));
        assert_eq!(client_key(ip("::ffff:192.0.2.1")), client_key(ip("192.0.2.1")));
        assert_eq!(shortened(ip("192.0.2.77")).to_string(), "192.0.2.0/24");
        assert_eq!(shortened(ip("2001:db8:1:2:3::4")).to_string(), "2001:db8:1::/48");
    }
}
