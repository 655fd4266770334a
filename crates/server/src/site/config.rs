//! What the office says of itself on the site: `[site]` of `config/server.toml`.

use serde::{Deserialize, Serialize};

/// How the site speaks for the office.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteConfig {
    /// Address of the site without a slash at its end, such as `https://draw.example.gov.cn`; empty: addresses in feeds and shared links are relative.
    pub base: String,
    /// Name of the office in the head of each page; empty: the authority of each draw.
    pub office: String,
    /// Whom to turn to.
    pub contact: Contact,
    /// Under which licence the data may be used.
    pub licence: String,
}

/// Whom a citizen turns to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contact {
    /// For complaints (投诉举报).
    pub complaint: String,
    /// For a request that an inspector stand aside (申请回避).
    pub recusal: String,
}
