# make serve | test | dist | bench | cli      (make browser TESTS=tests/browser/x.test.mjs runs a single browser test)

include .ci/versions
BINDGEN := $(shell sed -n '/^name = "wasm-bindgen"$$/{n;s/version = "\(.*\)"/\1/p;}' Cargo.lock)
TOOLS := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/planwright/tools
export TOOLS TRUNK BINDGEN BINARYEN PLAYWRIGHT AXE CHROMIUM

# A folder is there only when the right version was not already on the path.
export PATH := $(TOOLS)/trunk-$(TRUNK)/bin:$(TOOLS)/wasm-bindgen-cli-$(BINDGEN)/bin:$(TOOLS)/binaryen-$(BINARYEN)/node_modules/.bin:$(PATH)

# Trunk asks the network for newer versions and for tools other than these unless told.
export TRUNK_SKIP_VERSION_CHECK := true
export TRUNK_TOOLS_WASM_OPT := version_$(firstword $(subst ., ,$(BINARYEN)))

SOURCES := $(shell find src styles .cargo -not -name '.*.sw?') index.html Trunk.toml Cargo.toml Cargo.lock rust-toolchain.toml .ci/versions
TESTS ?= $(sort $(wildcard tests/browser/*.test.mjs))
NATIVE := --locked --no-default-features
WASM := --locked --target wasm32-unknown-unknown

.PHONY: serve test dist bench cli browser tools-page tools-browser

serve: dist
	@node .ci/serve.mjs dist

dist: dist/index.html

dist/index.html: $(SOURCES) | tools-page
	env -u NO_COLOR trunk build --release

test: | tools-page tools-browser
	cargo fmt --check
	cargo clippy $(NATIVE) --all-targets -- -D warnings
	cargo clippy --locked --all-targets -- -D warnings
	cargo clippy $(WASM) --lib --bin app -- -D warnings
	cargo test $(NATIVE)
	$(MAKE) browser

browser: dist | tools-browser
	CHROMIUM="$$(.ci/tools chromium)" node --test --test-reporter=spec --test-timeout=600000 $(TESTS)

bench: dist | tools-browser
	cargo bench $(NATIVE)
	CHROMIUM="$$(.ci/tools chromium)" node tests/browser/bench.mjs

cli:
	cargo build $(NATIVE) --release --bin planwright

tools-page:
	@.ci/tools page

tools-browser:
	@.ci/tools browser
