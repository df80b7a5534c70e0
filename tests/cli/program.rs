//! Running the program.

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// The program without any setting of the surroundings.
pub fn stellwerk() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stellwerk"));
    for (name, _) in std::env::vars() {
        if name.starts_with("STELLWERK_") || name.starts_with("LEPTOS_") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs it with this on standard input.
pub fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = stellwerk()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that has seen enough closes its end.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

/// Standard output of a run that succeeded.
pub fn succeed(arguments: &[&str], input: &[u8]) -> String {
    let output = run(arguments, input);
    assert!(output.status.success(), "{arguments:?}: {}", errors(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// What stands on standard error.
pub fn errors(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The built-in plan as the program prints it.
pub fn example() -> String {
    succeed(&["example"], b"")
}
