.DEFAULT_GOAL := help
PROFILE ?= pi4-2node

.PHONY: help install build test testbed boot-test boot-idle boot-faults check lint fix golden bench clean

help: ## what can be made
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Not `npm ci`: it refuses a lock file that lacks the binaries of platforms which a mirror does not carry.
node_modules/.package-lock.json: package.json package-lock.json
	npm install --no-save --no-audit --no-fund
	@touch $@

install: node_modules/.package-lock.json ## the packages, exactly as locked

dist/edgegen.js: node_modules/.package-lock.json build.mjs $(shell find src templates -type f)
	npm run --silent bundle

build: dist/edgegen.js ## the program, and the cards of PROFILE (pi4-2node) in out/
	node dist/edgegen.js build --profile $(PROFILE)

test: dist/edgegen.js ## everything but the boots: types, lint, unit tests, golden trees, outside judges
	npm test

testbed: ## the roots and images that boots need, unless they are there already: needs root on Debian
	test/testbed/make-root.sh
	test/testbed/make-images.sh

boot-test: dist/edgegen.js ## clusters booted in containers, cards on emulated Pis: half an hour, needs root on Debian
	npx vitest run --project boot --project 'virtual-pi*'

boot-idle: node_modules/.package-lock.json ## what an idle emulated Pi writes to its card, with each measure of Edge-Pulse and without: an hour
	EDGEGEN_IDLE_MINUTES=10 npx vitest run --project idle

boot-faults: node_modules/.package-lock.json ## twenty power cuts on emulated Pis: more than an hour
	EDGEGEN_CUTS=20 npx vitest run --project virtual-pi-faults test/virtual-pi/power-cuts.test.ts

check: node_modules/.package-lock.json ## types and lint only, in seconds
	npm run --silent check

fix: node_modules/.package-lock.json ## what the formatter can mend
	npx biome check --write .

golden: node_modules/.package-lock.json ## writes the golden trees, the schema, messages and their docs anew: read the difference before you commit it
	UPDATE_GOLDEN=1 npx vitest run --project unit test/golden/golden.test.ts
	npx vitest run --project unit test/schema.test.ts test/reference.test.ts test/errors.test.ts test/errors-page.test.ts -u

bench: dist/edgegen.js ## speed and memory, as differences and ratios of one run
	node test/bench/bench.mjs
	node test/bench/profiles.mjs
	node test/bench/cards.mjs

clean: ## removes what was built; bundles and profiles stay
	rm -rf dist out
