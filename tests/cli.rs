//! The command line as its users see it: each file in `tests/cmd` holds commands, what they print, and their exit codes.

/// `LANG` is taken away, so that a test machine's own language does not decide.
#[test]
fn commands_print_what_the_files_say() {
    trycmd::TestCases::new()
        .env("LANG", "zh_CN.UTF-8")
        .env("LC_ALL", "")
        .case("../../tests/cmd/*.trycmd");
}
