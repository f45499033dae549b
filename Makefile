# make serve | test | dist | bench | cli | picture    (make browser TESTS=tests/browser/x.test.mjs runs a single browser test)

include .ci/versions
BINDGEN := $(shell sed -n '/^name = "wasm-bindgen"$$/{n;s/version = "\(.*\)"/\1/p;}' Cargo.lock)
TOOLS := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/planwright/tools
export TOOLS TRUNK BINDGEN SPLIT BINARYEN PLAYWRIGHT AXE CHROMIUM

# .ci/bin holds what stands before a tool. A folder of a tool is there only when the right version was not already on the path.
export PATH := $(CURDIR)/.ci/bin:$(TOOLS)/wasm_split_cli_support-$(SPLIT)/bin:$(TOOLS)/trunk-$(TRUNK)/bin:$(TOOLS)/wasm-bindgen-cli-$(BINDGEN)/bin:$(TOOLS)/binaryen-$(BINARYEN)/node_modules/.bin:$(PATH)

# Trunk asks the network for newer versions and for tools other than these unless told.
export TRUNK_SKIP_VERSION_CHECK := true
export TRUNK_TOOLS_WASM_OPT := version_$(firstword $(subst ., ,$(BINARYEN)))

SOURCES := $(shell find src styles .cargo .ci/bin -type f -not -name '.*.sw?') index.html Trunk.toml build.rs Cargo.toml Cargo.lock rust-toolchain.toml .ci/versions .ci/parts
# The same generated documents at every run; another SEED draws others.
SEED ?= 20261
TESTS ?= $(sort $(wildcard tests/browser/*.test.mjs))
NATIVE := --locked --no-default-features
WASM := --locked --target wasm32-unknown-unknown

TARGET := $(or $(CARGO_TARGET_DIR),target)

# A list of a million rows against the same bill written by hand; needs python3 with numpy. ROWS is how many.
ROWS ?= 1000000

.PHONY: serve test dist bench bench-native bench-wasm bench-rerate cli picture browser tools-page tools-browser

serve: dist
	@node .ci/serve.mjs dist

dist: dist/index.html

dist/index.html: $(SOURCES) | tools-page
	env -u NO_COLOR trunk build --release

test: | tools-page tools-browser
	cargo fmt --check
	cargo clippy $(NATIVE) --features bench --all-targets -- -D warnings
	cargo clippy --locked --all-targets -- -D warnings
	cargo clippy $(WASM) --lib --bin app -- -D warnings
	cargo clippy $(WASM) --no-default-features --features worker --bin worker -- -D warnings
	PROPTEST_RNG_SEED=$(SEED) cargo test $(NATIVE)
	cargo test --locked --lib ui::
	$(MAKE) browser

browser: dist | tools-browser
	CHROMIUM="$$(.ci/tools chromium)" node --test --test-reporter=spec --test-timeout=600000 $(TESTS)

# Everything is built before anything is timed. The table of how cost grows comes first, the figures with targets last.
bench: dist bench-native bench-wasm | tools-browser
	cargo bench $(NATIVE)
	CHROMIUM="$$(.ci/tools chromium)" node tests/browser/bench.mjs $(TARGET)/release/bench $(TARGET)/bench

bench-native:
	cargo build $(NATIVE) --features bench --release --bin bench

# The same steps, in the same order, as the page's own module goes through.
bench-wasm: | tools-page
	cargo build $(WASM) --no-default-features --features bench --release --bin bench
	wasm-bindgen --target web --no-typescript --out-dir $(TARGET)/bench $(TARGET)/wasm32-unknown-unknown/release/bench.wasm
	wasm-opt -O3 $(TARGET)/bench/bench_bg.wasm --output $(TARGET)/bench/bench_bg.wasm

bench-rerate:
	cargo build $(NATIVE) --profile worker --bin planwright
	node benches/rerate/compare.mjs $(TARGET)/worker/planwright $(ROWS)

cli:
	cargo build $(NATIVE) --release --bin planwright

# The picture in the README.
picture: dist | tools-browser
	CHROMIUM="$$(.ci/tools chromium)" node tests/browser/picture.mjs

tools-page:
	@.ci/tools page

tools-browser:
	@.ci/tools browser
