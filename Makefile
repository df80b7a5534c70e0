# The commands of this repository; `make help` lists them. The work is in scripts/, so that each step can be read and run alone.

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run dev test build bench bench-data bench-page load soak fuzz screenshots fmt clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what the build needs and is missing, in pinned versions
	@scripts/setup.sh

setup-test: ## the same, and a browser for the tests
	@scripts/setup.sh --browser

run: ## build a release and serve it as a demonstration on http://127.0.0.1:3000
	@scripts/run.sh

dev: ## build, serve and rebuild on every change
	@scripts/setup.sh
	@scripts/engine.sh
	@. scripts/env.sh && cargo leptos watch --split -- serve --demo

test: ## everything: format, lints, tests, sizes, the page in a browser
	@scripts/test.sh

build: ## the release build alone
	@scripts/setup.sh
	@scripts/build.sh

bench: ## how fast the engine is, and the same models in desque, SimPy, Ciw and salabim
	@. scripts/env.sh && cargo bench --no-default-features --bench engine
	@scripts/bench-fast-peer.sh
	@scripts/bench-peers.sh

bench-data: ## how fast figures come in and dashboards answer: a million cases, two years of counts, five thousand posts
	@. scripts/env.sh && cargo bench --features ssr --bench figures

bench-page: ## how long a drop takes to its first forecast, and the frames meanwhile, in a browser
	@scripts/setup.sh --browser
	@scripts/build.sh
	@cd end2end && npm run --silent bench

load: ## a minute of load on a server of its own: pages, functions, commands, too many at once
	@scripts/setup.sh
	@scripts/build.sh
	@node scripts/load.mjs

soak: ## SECONDS=600: a steady load for so long, with memory over time
	@scripts/setup.sh
	@scripts/build.sh
	@node scripts/load.mjs --soak $(or $(SECONDS),600)

fuzz: ## SECONDS=600: broken input for so long into every reader of foreign bytes
	@SECONDS_EACH=$(or $(SECONDS),60) scripts/fuzz.sh

screenshots: ## every page at three widths, light and dark, into end2end/screenshots
	@scripts/setup.sh --browser
	@scripts/build.sh
	@cd end2end && npm run --silent screenshots

fmt: ## format the sources
	@. scripts/env.sh && cargo fmt

clean: ## remove everything that was built; data/ stays
	@cargo clean
	@rm -rf public/engine/engine.js public/engine/engine_bg.wasm end2end/node_modules end2end/test-results end2end/playwright-report end2end/screenshots
