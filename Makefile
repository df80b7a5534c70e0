# The commands of this repository; `make help` lists them. The work is in scripts/, so that each step can be read and run alone.

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run dev test recompute build bench bench-data bench-page load soak fuzz sbom screenshots fmt clean

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

recompute: ## every formula of the workbooks computed anew by LibreOffice (installed where it is missing) and compared
	@scripts/recompute.sh

build: ## the release build alone
	@scripts/setup.sh
	@scripts/build.sh

bench: ## how fast the engine is, and the same models in desque, SimPy, Ciw and salabim
	@scripts/bench.sh

bench-data: ## how fast figures come in and dashboards answer: a million cases, two years of counts, five thousand posts
	@. scripts/env.sh && cargo bench --features ssr --bench figures

bench-page: ## how long a drop takes to its first forecast, how soon old work is given up and how often figures stream, and the frames meanwhile, in a browser
	@scripts/setup.sh --browser
	@scripts/build.sh
	@cd end2end && npm run --silent bench

load: ## two minutes of load on a server of its own: pages, functions, files, commands, sign-ins, too many at once
	@scripts/setup.sh
	@scripts/build.sh
	@node scripts/load.mjs

soak: ## SECONDS=600: a steady load for so long, with memory over time; fails where that grows
	@scripts/setup.sh
	@scripts/build.sh
	@node scripts/load.mjs --soak $(or $(SECONDS),600)

fuzz: ## SECONDS=600 JOBS=1: broken input for so long into every reader of foreign bytes, so many at a time
	@SECONDS_EACH=$(or $(SECONDS),60) JOBS=$(or $(JOBS),1) scripts/fuzz.sh

sbom: ## what it is made of, as CycloneDX, into target/sbom.cdx.json
	@. scripts/env.sh && mkdir -p target && node scripts/sbom.mjs target/sbom.cdx.json

screenshots: ## every page at three widths, light and dark, into end2end/screenshots
	@scripts/setup.sh --browser
	@scripts/build.sh
	@cd end2end && npm run --silent screenshots

fmt: ## format the sources
	@. scripts/env.sh && cargo fmt

clean: ## remove everything that was built; data/ stays
	@cargo clean
	@rm -rf public/engine/engine.js public/engine/engine_bg.wasm end2end/node_modules end2end/test-results end2end/playwright-report end2end/screenshots
