//! Headers of every answer: what a browser may do with it, and its request's number.
//!
//! Sources: CSP level 3; RFC 6797 (HSTS); Fetch (`nosniff`, `Cross-Origin-Resource-Policy`); HTML (`Cross-Origin-Opener-Policy`);
//! Permissions Policy.

use super::config::HeaderRules;
use super::media::OPENAPI;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName,
    HeaderValue, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};

pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Nothing that a browser could be asked for is allowed to anybody.
const NO_PERMISSIONS: &str = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), \
     encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
     picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

/// The headers, made once.
pub(super) struct Headers {
    always: Vec<(HeaderName, HeaderValue)>,
    csp: HeaderValue,
    /// Longest prefix first.
    csp_for: Vec<(String, HeaderValue)>,
}

impl Headers {
    /// The rules have been checked: a policy is ASCII.
    pub(super) fn new(rules: &HeaderRules, tls: bool) -> Headers {
        let fixed = HeaderValue::from_static;
        let mut always = vec![
            (X_CONTENT_TYPE_OPTIONS, fixed("nosniff")),
            (REFERRER_POLICY, fixed("no-referrer")),
            (HeaderName::from_static("cross-origin-opener-policy"), fixed("same-origin")),
            (HeaderName::from_static("cross-origin-resource-policy"), fixed("same-origin")),
            (HeaderName::from_static("permissions-policy"), fixed(NO_PERMISSIONS)),
        ];
        if (tls || rules.behind_tls)
            && rules.hsts_seconds > 0
            && let Ok(value) = HeaderValue::try_from(format!("max-age={}", rules.hsts_seconds))
        {
            always.push((STRICT_TRANSPORT_SECURITY, value));
        }
        // A policy that can't be sent would be no policy; then nothing is allowed.
        let policy = |csp: &String| HeaderValue::try_from(csp).unwrap_or(fixed("default-src 'none'"));
        let mut csp_for: Vec<_> = rules.csp_for.iter().map(|rule| (rule.prefix.clone(), policy(&rule.csp))).collect();
        csp_for.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
        Headers { always, csp: policy(&rules.csp), csp_for }
    }

    /// Whether a path is of the interface. What it says is public, the same for everybody, and asked for without a cookie or any other
    /// credential, so pages of other sites may read it too: nothing can be learnt through a visitor's browser that was not there before.
    fn is_open(path: &str) -> bool {
        path.starts_with("/api/v1") || path == OPENAPI
    }

    /// Puts them on an answer, over whatever a handler may have said.
    pub(super) fn put(&self, path: &str, id: &HeaderValue, headers: &mut HeaderMap) {
        for (name, value) in &self.always {
            headers.insert(name, value.clone());
        }
        let own = self.csp_for.iter().find(|(prefix, _)| path.starts_with(prefix.as_str()));
        headers.insert(CONTENT_SECURITY_POLICY, own.map_or(&self.csp, |(_, csp)| csp).clone());
        headers.insert(REQUEST_ID, id.clone());
        if Self::is_open(path) {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("etag, retry-after, x-request-id"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::config::CspFor;
    use super::*;

    #[test]
    fn the_longest_prefix_has_its_policy_and_hsts_is_for_tls() {
        let rule = |prefix: &str, csp: &str| CspFor { prefix: prefix.to_owned(), csp: csp.to_owned() };
        let rules = HeaderRules { csp_for: vec![rule("/a/", "one"), rule("/a/b/", "two")], ..HeaderRules::default() };
        for (path, csp) in [("/a/x", "one"), ("/a/b/x", "two"), ("/ab", rules.csp.as_str())] {
            for tls in [false, true] {
                let mut headers = HeaderMap::new();
                Headers::new(&rules, tls).put(path, &HeaderValue::from_static("id"), &mut headers);
                assert_eq!(headers[CONTENT_SECURITY_POLICY], csp);
                assert_eq!(headers.contains_key(STRICT_TRANSPORT_SECURITY), tls);
            }
        }
    }
}
