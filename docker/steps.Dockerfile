# The image of the steps: the bundled `trainyard` program with Node. Built-in steps run in
# it, and the containers beside a user's command. Built from the repository's root, after
# the program was (npm run trainyard -- --version):
#
#   docker build -f docker/steps.Dockerfile -t registry.example.com/trainyard/steps:1 .
#
# Use it by its digest: docs/how-to/run-on-argo.md.
ARG NODE=docker.io/library/node:24-bookworm-slim

FROM ${NODE} AS program
WORKDIR /opt/trainyard
COPY packages/cli/package.json ./source.json
# What is native does not fit into a bundle: DuckDB, in the version that the program was built with.
RUN node -e "const {version, dependencies} = require('./source.json'); \
      const name = '@duckdb/node-api'; \
      require('fs').writeFileSync('package.json', JSON.stringify({private: true, version, \
        dependencies: {[name]: dependencies[name]}}));" \
 && npm install --omit=dev --no-audit --no-fund \
 && rm source.json
COPY packages/cli/dist ./dist
RUN find dist -name '*.map' -delete && chmod -R a+rX . && chmod a+x dist/trainyard.mjs

FROM ${NODE}
COPY --from=program /opt/trainyard /opt/trainyard
# Pods leave answers for Argo below /trainyard, whoever they run as.
RUN ln -s /opt/trainyard/dist/trainyard.mjs /usr/local/bin/trainyard \
 && mkdir -m 1777 /trainyard /trainyard/answers \
 && trainyard --version
# Root without capabilities, by the pods' own settings: files that a user's container left
# belong to whoever it ran as, with whatever mode. The container that reads them asks for
# DAC_OVERRIDE; as another user it could not.
USER 0
CMD ["trainyard", "--help"]
