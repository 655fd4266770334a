//! What the service is told: one strict TOML file, `config/server.toml`, in which every key has a default.
//!
//! A key that is not known is an error and never passed over: a limit that was misspelt would be a limit that is not there.

use super::network::Network;
use crate::Renewal;
use crate::site::SiteConfig;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Everything the service may be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerConfig {
    /// Where to listen; port 0 takes any free one.
    pub listen: Vec<SocketAddr>,
    /// How long anything may take.
    pub timeouts: Timeouts,
    /// How much of anything there may be.
    pub limits: Limits,
    /// Whose word and whose questions count.
    pub clients: Clients,
    /// Files kept in memory.
    pub cache: CacheLimits,
    /// Headers of every answer.
    pub headers: HeaderRules,
    /// What is logged.
    pub logs: LogRules,
    /// How often is looked for what is new or damaged.
    pub renewal: Renewal,
    /// How the pages speak for the office.
    pub site: SiteConfig,
    /// Certificate and key; without them plain HTTP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<TlsFiles>,
}

/// How long anything may take, in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Timeouts {
    /// From the connection to its first byte, the handshake of TLS included.
    pub first_byte: u64,
    /// From a request's first byte to the end of its header.
    pub header: u64,
    /// A connection without a request.
    pub idle: u64,
    /// From a request's header to the header of its answer.
    pub request: u64,
    /// A reader that takes nothing.
    pub write: u64,
    /// Requests that are under way when the service is told to stop.
    pub stop: u64,
}

/// How much of anything there may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Bytes of a request's header.
    pub header_bytes: usize,
    /// Connections.
    pub connections: usize,
    /// Connections of one client (an IPv4 address, an IPv6 /64); 0: no limit.
    pub connections_per_client: u32,
    /// Requests that wait for a disk or for a look-up.
    pub requests_at_once: usize,
    /// Requests per second of one client in the long run; 0: no limit.
    pub requests_per_second: u32,
    /// Requests of one client at once.
    pub burst: u32,
    /// Clients whose rate is remembered; those idle longest are forgotten first.
    pub clients_remembered: usize,
    /// Bytes per second that a reader must take on average.
    pub slowest_reader: u64,
    /// Seconds after which whoever was turned away may come again.
    pub retry_after: u32,
}

/// Whose word and whose questions count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Clients {
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Who may see `/metrics` and the details of `/readyz`.
    pub operators: Vec<Network>,
}

/// Files kept in memory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CacheLimits {
    /// Bytes of all of them.
    pub bytes: u64,
    /// Bytes of the largest one.
    pub file_bytes: u64,
}

/// Headers of every answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HeaderRules {
    /// The content security policy.
    pub csp: String,
    /// Another one for the pages below a path; the longest prefix counts.
    pub csp_for: Vec<CspFor>,
    /// Seconds of `Strict-Transport-Security`; sent over TLS only. 0: never.
    pub hsts_seconds: u64,
    /// A proxy before the service speaks TLS for it.
    pub behind_tls: bool,
    /// Paths below which a file never changes once it is there.
    pub immutable: Vec<String>,
}

/// A content security policy for the pages below a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CspFor {
    /// How the path begins.
    pub prefix: String,
    /// The policy.
    pub csp: String,
}

/// What is logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogRules {
    /// A line for each request.
    pub requests: bool,
}

/// The files of a certificate and its key, in PEM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsFiles {
    /// The chain of certificates, the server's own first.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

impl Default for ServerConfig {
    fn default() -> Self {
        ServerConfig {
            listen: vec![SocketAddr::from(([127, 0, 0, 1], 8080))],
            timeouts: Timeouts::default(),
            limits: Limits::default(),
            clients: Clients::default(),
            cache: CacheLimits::default(),
            headers: HeaderRules::default(),
            logs: LogRules::default(),
            renewal: Renewal::default(),
            site: SiteConfig::default(),
            tls: None,
        }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Timeouts { first_byte: 5000, header: 5000, idle: 15_000, request: 2000, write: 10_000, stop: 10_000 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            header_bytes: 16_384,
            connections: 4096,
            connections_per_client: 512,
            requests_at_once: 256,
            requests_per_second: 50,
            burst: 200,
            clients_remembered: 65_536,
            slowest_reader: 4096,
            retry_after: 2,
        }
    }
}

impl Default for Clients {
    fn default() -> Self {
        Clients { trusted_proxies: Vec::new(), operators: Network::loopback() }
    }
}

impl Default for CacheLimits {
    fn default() -> Self {
        CacheLimits { bytes: 64 << 20, file_bytes: 256 << 10 }
    }
}

impl Default for HeaderRules {
    fn default() -> Self {
        let csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                   worker-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        HeaderRules {
            csp: csp.to_owned(),
            csp_for: Vec::new(),
            hsts_seconds: 31_536_000,
            behind_tls: false,
            immutable: vec!["/log/tile/".to_owned()],
        }
    }
}

impl Default for LogRules {
    fn default() -> Self {
        LogRules { requests: true }
    }
}

/// Why a configuration is not taken.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file can't be read.
    #[error("{}: {reason}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// A line says something that is not known or not lawful.
    #[error("{}:{line}: {key}: {message}", file.display())]
    Line {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The key on it.
        key: String,
        /// What is wrong.
        message: String,
    },
    /// A value that is well written and still can't be kept to.
    #[error("{key}: {message}")]
    Value {
        /// The key, with its table.
        key: &'static str,
        /// What is wrong.
        message: String,
    },
}

impl ConfigError {
    /// The stable name of this error.
    pub fn code(&self) -> &'static str {
        match self {
            ConfigError::Unreadable { .. } => "config-unreadable",
            ConfigError::Line { .. } => "config-line",
            ConfigError::Value { .. } => "config-value",
        }
    }
}

impl ServerConfig {
    /// Reads the file.
    pub fn read(file: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(file)
            .map_err(|reason| ConfigError::Unreadable { file: file.to_owned(), reason })?;
        ServerConfig::parse(&text, file)
    }

    /// Parses the text of a file; `file` is only named in errors.
    pub fn parse(text: &str, file: &Path) -> Result<Self, ConfigError> {
        let config: ServerConfig = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let before = text.get(..start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let written = text.lines().nth(line - 1).unwrap_or_default();
            let key = written.split('=').next().unwrap_or_default().trim().to_owned();
            ConfigError::Line { file: file.to_owned(), line, key, message: error.message().to_owned() }
        })?;
        config.check()?;
        Ok(config)
    }

    /// Values that are well written and still can't be kept to.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let refuse = |key, message: &str| Err(ConfigError::Value { key, message: message.to_owned() });
        let Timeouts { first_byte, header, idle, request, write, stop: _ } = self.timeouts;
        if [first_byte, header, idle, request, write].contains(&0) {
            return refuse("timeouts", "0 milliseconds are too few for anything");
        }
        if self.limits.header_bytes < 8192 {
            return refuse("limits.header_bytes", "browsers need 8192 at least");
        }
        if self.limits.connections == 0 || self.limits.requests_at_once == 0 || self.limits.slowest_reader == 0 {
            return refuse("limits", "0 connections, requests or bytes would serve nobody");
        }
        if self.limits.requests_per_second > 0 && self.limits.burst == 0 {
            return refuse("limits.burst", "a burst of 0 would serve nobody");
        }
        if self.renewal.look == 0 || self.renewal.verify == 0 {
            return refuse("renewal", "0 milliseconds would leave time for nothing else");
        }
        if self.listen.is_empty() {
            return refuse("listen", "an address is needed");
        }
        let policies = self.headers.csp_for.iter().map(|rule| &rule.csp).chain([&self.headers.csp]);
        if policies.into_iter().any(|csp| csp.is_empty() || !csp.bytes().all(|byte| (b' '..0x7f).contains(&byte))) {
            return refuse("headers.csp", "a policy is one line of ASCII");
        }
        if self.headers.immutable.iter().any(|prefix| !prefix.starts_with('/') || !prefix.ends_with('/')) {
            return refuse("headers.immutable", "a path begins and ends with /");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: &str = include_str!("../../../../config/server.toml");

    #[test]
    fn the_written_file_has_every_key_with_its_default() {
        let file = Path::new("config/server.toml");
        assert_eq!(ServerConfig::parse(WRITTEN, file).expect("lawful"), ServerConfig::default());
        let written: toml::Table = WRITTEN.parse().expect("TOML");
        let known = toml::Table::try_from(ServerConfig::default()).expect("TOML");
        for (key, value) in &known {
            let there = written.get(key).unwrap_or_else(|| panic!("{key} is not in the file"));
            for below in value.as_table().into_iter().flat_map(toml::Table::keys) {
                assert!(there.get(below).is_some(), "{key}.{below} is not in the file");
            }
        }
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let file = Path::new("server.toml");
        let text = "listen = [\"127.0.0.1:1\"]\n[limits]\nburst = 3\nconections = 7\n";
        let error = ServerConfig::parse(text, file).expect_err("misspelt");
        assert!(error.to_string().starts_with("server.toml:4: conections: unknown field"), "{error}");
        assert_eq!(error.code(), "config-line");
        let error = ServerConfig::parse("[timeouts]\n\nidle = \"long\"\n", file).expect_err("no number");
        assert!(error.to_string().starts_with("server.toml:3: idle: "), "{error}");
        let error = ServerConfig::parse("[clients]\noperators = [\"10.0.0.0/40\"]\n", file).expect_err("no network");
        assert!(error.to_string().starts_with("server.toml:2: operators: "), "{error}");
    }

    #[test]
    fn limits_that_would_serve_nobody_are_refused() {
        let file = Path::new("server.toml");
        for text in ["[limits]\nconnections = 0", "[timeouts]\nheader = 0", "listen = []", "[headers]\ncsp = \"a\\nb\""]
        {
            assert_eq!(ServerConfig::parse(text, file).expect_err(text).code(), "config-value");
        }
    }
}
