//! This file leaves out the features that stand for add-ons which bring nothing: exports of this app write them, because
//! tools of the format refuse an add-on without any content.

use crate::exchange::yaml::Entry;
use crate::exchange::yaml::Kind;
use crate::exchange::yaml::Node;

/// By what description such a feature is known.
pub const ITSELF: &str = "The add-on itself, which brings nothing else";

/// The page without them, in its features and in its add-ons.
pub(super) fn left_out(mut root: Node) -> Node {
    let marked = |entry: &&Entry| entry.value.get("description").and_then(Node::text) == Some(ITSELF);
    let keys: Vec<String> = root.entries("features").iter().filter(marked).map(|entry| entry.key.clone()).collect();
    if keys.is_empty() {
        return root;
    }
    let without = |node: &mut Node| {
        if let Kind::Map(entries) = &mut node.kind {
            entries.retain(|entry| !keys.contains(&entry.key));
        }
    };
    for entry in root.map_mut() {
        match entry.key.as_str() {
            "features" => without(&mut entry.value),
            "addOns" => {
                for add_on in entry.value.map_mut() {
                    for own in add_on.value.map_mut().iter_mut().filter(|own| own.key == "features") {
                        without(&mut own.value);
                    }
                }
            }
            _ => {}
        }
    }
    root
}
