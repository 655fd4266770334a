//! Every fixed text of every document, in Simplified Chinese and in English.
//!
//! A table is a struct, so that a text cannot be in one language only; tests look at the rest. The nouns are those
//! of `docs/GLOSSARY.md`, and are not translated afresh here.

pub(crate) mod handouts;
pub(crate) mod lists;
pub(crate) mod minutes;
pub(crate) mod papers;
pub(crate) mod simulation;
pub(crate) mod summary;

/// Makes a struct of [`Word`](crate::text::Word)s, its one value, and for tests the list of all of it.
macro_rules! words {
    ($name:ident, $table:ident, { $($key:ident: $zh:literal, $en:literal;)* }) => {
        /// A table of words.
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct $name { $(pub(crate) $key: crate::text::Word,)* }

        /// The table's value.
        pub(crate) const $table: $name = $name {
            $($key: crate::text::Word { zh: $zh, en: $en },)*
        };

        #[cfg(test)]
        impl $name {
            /// Every key with its word.
            pub(crate) const ALL: &'static [(&'static str, crate::text::Word)] = &[
                $((stringify!($key), crate::text::Word { zh: $zh, en: $en }),)*
            ];
        }
    };
}
pub(crate) use words;

/// The product's full name, on every page.
pub(crate) const PRODUCT: crate::text::Word = crate::text::Word {
    zh: "明签·双随机抽取核验系统",
    en: "Mingqian (明签·双随机抽取核验系统)",
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Word;

    fn all() -> impl Iterator<Item = (&'static str, Word)> {
        let papers = papers::Words::ALL.iter().chain(minutes::Words::ALL).chain(handouts::Words::ALL);
        summary::Words::ALL.iter().chain(lists::Words::ALL).chain(simulation::Words::ALL).chain(papers).copied()
    }

    fn placeholders(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn both_languages_have_every_key() {
        assert!(all().count() > 100);
        for (key, word) in all() {
            assert!(!word.zh.trim().is_empty(), "{key} has no Chinese");
            assert!(!word.en.trim().is_empty(), "{key} has no English");
            assert_eq!(placeholders(word.zh), placeholders(word.en), "{key}");
        }
    }

    #[test]
    fn each_language_is_written_in_its_own_script() {
        let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        for (key, word) in all() {
            let is_symbol = !word.en.chars().any(|c| c.is_ascii_alphabetic());
            assert!(is_symbol || word.zh.chars().any(is_han), "{key}: {}", word.zh);
            assert!(!word.en.chars().any(is_han), "{key}: {}", word.en);
        }
    }

    #[test]
    fn superseded_terms_are_not_used() {
        for (key, word) in all() {
            for term in ["承诺", "黑名单", "联合惩戒", "市场主体", "公示", "区块链", "替补"] {
                assert!(!word.zh.contains(term), "{key} says {term}");
            }
        }
    }
}
