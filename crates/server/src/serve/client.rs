//! Who asks: the address behind trusted proxies, and whether an operator.

use super::config::Clients;
use hyper::header::HeaderMap;
use std::net::IpAddr;

/// Who sent a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Client {
    pub(super) address: IpAddr,
    /// Whether it may see what only operators may.
    pub(super) operator: bool,
}

impl Client {
    /// The client of a request that came over a connection from `peer`.
    ///
    /// `X-Forwarded-For` counts only if the connection is a trusted proxy's: its last address that is no trusted proxy, since whatever
    /// stands before it may have been made up. A request that says it was forwarded by somebody who is not trusted never comes from an
    /// operator: otherwise a proxy on this machine that nobody told us of would make everybody one.
    pub(super) fn of(clients: &Clients, peer: IpAddr, headers: &HeaderMap) -> Client {
        let trusted = |address: IpAddr| clients.trusted_proxies.iter().any(|network| network.has(address));
        let forwarded = headers.contains_key("x-forwarded-for")
            || headers.contains_key("forwarded")
            || headers.contains_key("x-real-ip")
            || headers.contains_key("via");
        let peer_trusted = trusted(peer);
        let address = if peer_trusted { last_untrusted(headers, trusted).unwrap_or(peer) } else { peer };
        let operator = clients.operators.iter().any(|network| network.has(address)) && (!forwarded || peer_trusted);
        Client { address, operator: operator && (!peer_trusted || headers.contains_key("x-forwarded-for")) }
    }
}

/// The last address in all lines of `X-Forwarded-For` that is not trusted; none if something before it is no address.
fn last_untrusted(headers: &HeaderMap, trusted: impl Fn(IpAddr) -> bool) -> Option<IpAddr> {
    let lines: Vec<&str> =
        headers.get_all("x-forwarded-for").iter().map(|line| line.to_str().unwrap_or_default()).collect();
    let mut last = None;
    for word in lines.iter().flat_map(|line| line.split(',')).map(str::trim).rev() {
        let Ok(address) = word.parse() else { return last };
        last = Some(address);
        if !trusted(address) {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, lines: &[&str]) -> (String, bool) {
        let clients = Clients {
            trusted_proxies: vec!["10.0.0.0/8".parse().expect("range"), "127.0.0.9".parse().expect("address")],
            ..Clients::default()
        };
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().expect("header"));
        }
        let Client { address, operator } = Client::of(&clients, peer.parse().expect("address"), &headers);
        (address.to_string(), operator)
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let of = |address: &str, operator| (address.to_owned(), operator);
        assert_eq!(client("192.0.2.1", &["198.51.100.1"]), of("192.0.2.1", false));
        assert_eq!(client("10.0.0.1", &["198.51.100.1"]), of("198.51.100.1", false));
        assert_eq!(client("10.0.0.1", &["127.0.0.1, 198.51.100.1, 10.0.0.2"]), of("198.51.100.1", false));
        assert_eq!(client("10.0.0.1", &["198.51.100.1", "198.51.100.2"]), of("198.51.100.2", false));
        assert_eq!(client("10.0.0.1", &["nonsense"]), of("10.0.0.1", false));
    }

    #[test]
    fn an_operator_is_nobody_s_guest() {
        let of = |address: &str, operator| (address.to_owned(), operator);
        assert_eq!(client("127.0.0.1", &[]), of("127.0.0.1", true));
        assert_eq!(client("127.0.0.1", &["198.51.100.1"]), of("127.0.0.1", false), "a proxy that nobody told us of");
        assert_eq!(client("127.0.0.9", &["127.0.0.1"]), of("127.0.0.1", true), "an operator through the proxy");
        assert_eq!(client("127.0.0.9", &[]), of("127.0.0.9", false), "the proxy does not say for whom");
        assert_eq!(client("192.0.2.1", &[]), of("192.0.2.1", false));
    }
}
