//! This file holds the style: the layers of the modules, the length and first line of each file, words that must not stay.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// Longest file, in lines.
const LONGEST: usize = 400;

/// What must not stay in `src`, tests aside, and why.
const WORDS: [(&str, &str); 6] = [
    (".unwrap()", "say the invariant with expect, or return the error"),
    ("todo!(", "finish it"),
    ("unimplemented!(", "finish it"),
    ("dbg!(", "a trace of debugging"),
    ("TODO", "finish it"),
    ("FIXME", "mend it"),
];

#[test]
fn sources_are_tidy() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let map = read(&root.join("src/lib.rs"));
    let layers = layers_of(&map);
    assert!(layers.len() > 5, "src/lib.rs declares its modules as `pub mod name;`, in dependency order");
    let mut offences = Vec::new();
    for path in files(&root.join("src"), "rs") {
        offences.extend(offences_of_source(&layers, &name(root, &path), &read(&path)));
    }
    for path in files(&root.join("styles"), "css") {
        offences.extend(too_long(&name(root, &path), &read(&path)));
    }
    assert!(offences.is_empty(), "{} offences:\n{}", offences.len(), offences.join("\n"));
}

#[test]
fn offences_are_noticed() {
    let layers = layers_of(
        "pub mod number;\n/// Months.\npub mod month;\npub mod shape;\npub mod pricing;\npub mod demand;\npub mod ui;\n",
    );
    let long = format!("//! This file\n{}", "\n".repeat(LONGEST));
    let cases = [
        ("src/demand/a.rs", "//! This file\nuse crate::pricing::Charge;\n", None),
        ("src/demand/a.rs", "//! This file\nuse crate::demand::b;\nuse super::c;\n", None),
        ("src/demand/a.rs", "//! This file\n// crate::ui is not used\n/// See [`crate::ui`].\n", None),
        (
            "src/demand/a.rs",
            "//! This file\n#[cfg(test)]\nmod tests {\n    use crate::ui::x;\n    a.unwrap();\n}\n",
            None,
        ),
        ("src/demand/a.rs", "//! This file\n#[cfg(test)]\nmod tests;\n", None),
        ("src/demand/a.rs", "//! This file\nlet note = \"two // strokes\";\n", None),
        ("src/bin/app.rs", "//! This file\nuse planwright::ui::App;\n", None),
        ("src/demand/a.rs", "//! A file\n", Some("src/demand/a.rs:1: ")),
        ("src/demand/a.rs", "//! This file\n\nuse crate::ui::fit;\n", Some("src/demand/a.rs:3: ")),
        ("src/demand/a.rs", "//! This file\nlet x = 2 * crate::ui::x();\n", Some("src/demand/a.rs:2: ")),
        ("src/demand/a.rs", "//! This file\nlet x = \"//\".len() + crate::ui::x();\n", Some("src/demand/a.rs:2: ")),
        ("src/month.rs", "//! This file\nuse crate::shape::Shape;\n", Some("src/month.rs:2: ")),
        ("src/demand/a.rs", "//! This file\nuse crate::number::{A, B};\n", Some("src/demand/a.rs:2: ")),
        ("src/demand/a.rs", "//! This file\nuse super::super::ui::x;\n", Some("src/demand/a.rs:2: ")),
        ("src/demand/a.rs", "//! This file\na.unwrap();\n", Some("src/demand/a.rs:2: ")),
        ("src/demand/a.rs", "//! This file\n// TODO later\n", Some("src/demand/a.rs:2: ")),
        (
            "src/demand/a.rs",
            "//! This file\n#[cfg(test)]\nuse x;\nfn f() {\n    dbg!(1);\n}\n",
            Some("src/demand/a.rs:5: "),
        ),
        ("src/odd/a.rs", "//! This file\n", Some("src/odd/a.rs:1: ")),
        ("src/demand/a.rs", &long, Some("src/demand/a.rs:401: ")),
    ];
    for (file, text, expected) in cases {
        let found = offences_of_source(&layers, file, text);
        match expected {
            None => assert!(found.is_empty(), "{text:?} is tidy, yet {found:?}"),
            Some(place) => assert!(found.len() == 1 && found[0].starts_with(place), "{text:?} gave {found:?}"),
        }
    }
}

/// The modules in the order the map declares them: each uses only those before it.
fn layers_of(map: &str) -> Vec<&str> {
    map.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect()
}

/// Everything wrong with one source file, each as `file:line: what`.
fn offences_of_source(layers: &[&str], file: &str, text: &str) -> Vec<String> {
    let mut offences = too_long(file, text);
    let mut at = |line: usize, what: String| offences.push(format!("{file}:{line}: {what}"));
    if !text.starts_with("//! This ") {
        at(1, "the first line must finish the sentence `//! This file …`".into());
    }
    let module = module_of(file);
    let layer = layers.iter().position(|name| Some(*name) == module);
    if module.is_some() && layer.is_none() {
        at(1, format!("module {} is not in the map, src/lib.rs", module.unwrap_or_default()));
    }
    if file.ends_with("/tests.rs") || file.contains("/tests/") {
        return offences;
    }
    for (number, line) in without_tests(text) {
        for (word, why) in WORDS {
            if line.contains(word) {
                at(number, format!("`{word}`: {why}"));
            }
        }
        let code = without_comment(line);
        let start = code.trim_start().trim_start_matches("pub ");
        if start.starts_with("use ") && code.contains('{') {
            at(number, "one path a line, so that every edge is seen".into());
        }
        if code.contains("super::super") {
            at(number, "`super::super` hides an edge: write the path from `crate`".into());
        }
        for used in code.split("crate::").skip(1) {
            if let Some(edge) = layer.and_then(|layer| against_the_order(layers, layer, used)) {
                at(number, edge);
            }
        }
    }
    offences
}

fn too_long(file: &str, text: &str) -> Vec<String> {
    let lines = text.lines().count();
    if lines > LONGEST { vec![format!("{file}:{lines}: longer than {LONGEST} lines")] } else { Vec::new() }
}

/// What is wrong when a file of the module at `layer` uses the path that begins `used`, if anything.
fn against_the_order(layers: &[&str], layer: usize, used: &str) -> Option<String> {
    let target: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let position = layers.iter().position(|name| **name == target)?;
    (position > layer).then(|| format!("{} must not use {target}, which comes after it in src/lib.rs", layers[layer]))
}

/// The library module a file belongs to; none for `src/lib.rs` and the programs.
fn module_of(file: &str) -> Option<&str> {
    let inside = file.strip_prefix("src/")?;
    let first = inside.split('/').next()?.trim_end_matches(".rs");
    (first != "lib" && first != "bin").then_some(first)
}

/// The numbered lines that are not test code: whatever follows `#[cfg(test)]`, to its end, is left out.
fn without_tests(text: &str) -> Vec<(usize, &str)> {
    let mut kept = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            kept.push((index + 1, line));
            continue;
        }
        let indent = &line[..line.len() - line.trim_start().len()];
        let close = format!("{indent}}}");
        // rustfmt puts the end of an item on a line of its own, as deep as its start, or ends it on the same line.
        let ends =
            |line: &str| line == close || (line.starts_with(indent) && !line.contains('{') && line.ends_with(';'));
        let mut body = false;
        for (_, line) in lines.by_ref() {
            if if body { line == close } else { ends(line) } {
                break;
            }
            body |= line.ends_with('{');
        }
    }
    kept
}

/// The line up to its `//`, should that stand outside a string.
fn without_comment(line: &str) -> &str {
    let mut start = 0;
    while let Some(found) = line[start..].find("//") {
        let at = start + found;
        if line[..at].matches('"').count().is_multiple_of(2) {
            return &line[..at];
        }
        start = at + 2;
    }
    line
}

/// Files below `folder` with this extension, sorted.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is part of the project") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("sources are text")
}

fn name(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).expect("the file was found below the root").to_string_lossy().replace('\\', "/")
}
