//! This file starts the command line.

use std::fs::File;
use std::io;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::process::ExitCode;

use planwright::command::Input;
use planwright::command::run;

fn main() -> ExitCode {
    let files = |path: &std::path::Path| File::open(path).map(|file| Box::new(file) as Box<dyn Read>);
    let mut input = Input { standard: &mut io::stdin().lock(), files: &files };
    let outcome = run(std::env::args_os().skip(1), &mut input);
    let _ = io::stderr().write_all(outcome.err.as_bytes());
    let mut out = io::stdout().lock();
    match out.write_all(outcome.out.as_bytes()).and_then(|()| out.flush()) {
        // Whoever reads the output may stop when they have seen enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let _ = writeln!(io::stderr(), "planwright: standard output: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::from(outcome.status),
    }
}
