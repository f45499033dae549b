//! This file holds the laws that every projection obeys, on generated workspaces.

mod generate;

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// So many workspaces are tried for each law.
fn tries(cases: u32) -> ProptestConfig {
    let failure_persistence = Some(Box::new(FileFailurePersistence::Off) as _);
    ProptestConfig { cases, failure_persistence, max_shrink_iters: 4000, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(tries(300))]

    #[test]
    fn made_documents_pass_the_check(_workspace in generate::workspace()) {}
}
