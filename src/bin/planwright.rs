//! This file starts the command line.

use std::fs::File;
use std::io;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;
use std::time::SystemTime;

use planwright::command::Input;
use planwright::command::run;
use planwright::month::Month;

fn main() -> ExitCode {
    let files = |path: &std::path::Path| File::open(path).map(|file| Box::new(file) as Box<dyn Read>);
    let begun = Instant::now();
    let seconds = || begun.elapsed().as_secs_f64();
    let mut input = Input {
        standard: &mut io::stdin().lock(),
        files: &files,
        today: today(),
        out: &mut io::stdout().lock(),
        seconds: &seconds,
    };
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

/// The month it is in UTC.
fn today() -> Month {
    let days = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs() / 86_400);
    Month::of_day(days)
}
