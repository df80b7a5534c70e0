# Stellwerk as a container: built in one stage, run in another that holds the program, the page and nothing to build with.
#   docker build -t stellwerk .
#   docker run -p 127.0.0.1:3000:3000 -v stellwerk:/data -e STELLWERK_ORIGIN=https://stellwerk.example.de stellwerk

FROM rust:1.95-bookworm AS build
# Node.js for wasm-opt and sass; Debian's own is too old.
COPY --from=node:22-bookworm-slim /usr/local/bin/node /usr/local/bin/node
COPY --from=node:22-bookworm-slim /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /build
# The tools first: they change seldom, so that their layer is kept.
COPY rust-toolchain.toml ./
COPY scripts/env.sh scripts/setup.sh scripts/
COPY end2end/package.json end2end/package-lock.json end2end/
RUN scripts/setup.sh
COPY . .
RUN scripts/build.sh

FROM debian:bookworm-slim
# The certificates by which the administration's sign-in service is known.
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin stellwerk \
    && install --directory --owner=stellwerk --mode=0700 /data
COPY --from=build /build/target/release/stellwerk /usr/local/bin/stellwerk
COPY --from=build /build/target/site /usr/local/share/stellwerk/site
USER stellwerk
# In a container all of its addresses are those of its network; which machines reach it is for `-p` to say.
ENV STELLWERK_ADDRESS=0.0.0.0 \
    STELLWERK_PORT=3000 \
    STELLWERK_DATABASE=/data/stellwerk.db \
    STELLWERK_SITE=/usr/local/share/stellwerk/site
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
ENTRYPOINT ["stellwerk"]
CMD ["serve"]
