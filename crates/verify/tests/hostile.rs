//! Whatever the files hold, the answer is a verdict and never a panic, and nothing is read without end.

mod support;

use std::io::{self, Read};

use proptest::prelude::*;
use support::forge::Forge;
use support::{check, recipe};
use verify::{BundleFiles, Check, Fault, FileEntry, MemoryBundle, Options, verify, why};

fn both(bundle: &MemoryBundle) -> bool {
    let verified = check(bundle).is_ok();
    let answered = why(bundle, "E05", None, &Options::default()).is_ok();
    assert!(answered || !verified, "a bundle that verifies has an answer");
    verified
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn arbitrary_bytes_in_a_file(which in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let base = recipe::base();
        let path = base.0.keys().nth(which.index(base.0.len())).unwrap().clone();
        let mut forge = Forge::new(&base);
        forge.files.insert(path.clone(), bytes);
        let verified = both(&forge.rebuild_manifest());
        prop_assert!(!verified || path.starts_with("documents/") || path == "manifest.json");
    }

    #[test]
    fn arbitrary_bytes_in_the_manifest(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut bundle = recipe::base();
        bundle.0.insert("manifest.json".to_owned(), bytes);
        prop_assert!(!both(&bundle));
    }

    #[test]
    fn a_piece_of_one_file_in_another(
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        cuts in prop::array::uniform4(any::<prop::sample::Index>()),
    ) {
        let base = recipe::base();
        let paths: Vec<&String> = base.0.keys().collect();
        let (from, to) = (paths[from.index(paths.len())], paths[to.index(paths.len())]);
        let cut = |path: &String, a: usize, b: usize| {
            let length = base.0[path].len() + 1;
            let (a, b) = (cuts[a].index(length), cuts[b].index(length));
            a.min(b)..a.max(b)
        };
        let piece = base.0[from][cut(from, 0, 1)].to_vec();
        let mut forge = Forge::new(&base);
        let range = cut(to, 2, 3);
        forge.files.get_mut(to).unwrap().splice(range, piece);
        let changed = forge.rebuild_manifest();
        let verified = both(&changed);
        prop_assert!(!verified || to.starts_with("documents/") || changed == base);
    }

    #[test]
    fn lines_of_a_list_in_any_order_and_number(
        which in any::<prop::sample::Index>(),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
    ) {
        let base = recipe::base();
        let lists: Vec<&String> = base.0.keys().filter(|path| path.ends_with(".jsonl")).collect();
        let path = lists[which.index(lists.len())].clone();
        let mut forge = Forge::new(&base);
        let lines = forge.lines(&path);
        let picked: Vec<_> = picks.iter().map(|pick| lines[pick.index(lines.len())].clone()).collect();
        forge.set_lines(&path, &picked);
        let changed = forge.rebuild();
        let verified = both(&changed);
        prop_assert!(!verified || changed == base);
    }
}

/// An honest bundle in a folder that lists otherwise.
struct Odd {
    base: MemoryBundle,
    entries: fn(Vec<FileEntry>) -> io::Result<Vec<FileEntry>>,
}

impl BundleFiles for Odd {
    fn entries(&self) -> io::Result<Vec<FileEntry>> {
        (self.entries)(self.base.entries()?)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + Send + '_>> {
        self.base.open(path)
    }
}

/// Gives a few bytes, then an error.
struct Broken(u8);

impl Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.checked_sub(1) {
            Some(left) => {
                self.0 = left;
                buffer[0] = b'{';
                Ok(1)
            }
            None => Err(io::Error::other("the disk is gone")),
        }
    }
}

fn fault(odd: &Odd) -> (Check, Fault) {
    let failure = verify(odd, &Options::default()).unwrap_err();
    assert!(why(odd, "E05", None, &Options::default()).is_err());
    (failure.check, failure.fault)
}

#[test]
fn what_is_not_a_regular_file() {
    let odd = Odd {
        base: recipe::base(),
        entries: |mut entries| {
            entries[3].regular = false;
            Ok(entries)
        },
    };
    assert_eq!(fault(&odd), (Check::Files, Fault::FileKind));
}

#[test]
fn a_folder_that_can_not_be_listed() {
    let odd = Odd { base: recipe::base(), entries: |_| Err(io::ErrorKind::PermissionDenied.into()) };
    assert_eq!(fault(&odd), (Check::Files, Fault::FileUnreadable));
}

#[test]
fn files_that_break_off() {
    for path in recipe::base().0.into_keys().filter(|path| path != "manifest.json") {
        let odd = OddOne { base: recipe::base(), path, kind: Kind::Breaks };
        assert_eq!(odd.fault(), (Check::Files, Fault::FileUnreadable), "{}", odd.path);
    }
}

#[test]
fn files_without_end() {
    for path in recipe::base().0.into_keys().filter(|path| path != "manifest.json") {
        let odd = OddOne { base: recipe::base(), path, kind: Kind::Endless };
        assert_eq!(odd.fault(), (Check::Files, Fault::FileSize), "{}", odd.path);
    }
}

enum Kind {
    Breaks,
    Endless,
}

/// One file of an honest bundle that does not read as it should.
struct OddOne {
    base: MemoryBundle,
    path: String,
    kind: Kind,
}

impl OddOne {
    fn fault(&self) -> (Check, Fault) {
        let failure = verify(self, &Options::default()).unwrap_err();
        (failure.check, failure.fault)
    }
}

impl BundleFiles for OddOne {
    fn entries(&self) -> io::Result<Vec<FileEntry>> {
        self.base.entries()
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + Send + '_>> {
        let bytes = &self.base.0[path];
        match self.kind {
            _ if path != self.path => Ok(Box::new(bytes.as_slice())),
            Kind::Breaks => Ok(Box::new(Broken(3))),
            Kind::Endless => Ok(Box::new(bytes.as_slice().chain(io::repeat(b' ')))),
        }
    }
}
