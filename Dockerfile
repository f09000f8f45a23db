# One image for every role: `--role api`, `--role worker`, or both (the default).

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# The base image is Node 24, so the one from npm is removed. The ffprobe package is executable for its owner only.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && rm -rf node_modules/node-linux-* node_modules/.bin/node \
 && find node_modules/@ffprobe-installer node_modules/@ffmpeg-binary -type f \( -name ffprobe -o -name ffmpeg \) -exec chmod 755 {} +

FROM node:24-bookworm-slim AS console
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY schema schema
COPY web web
RUN node web/build.mjs

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
RUN mkdir -p /data/media && chown -R node:node /data
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY package.json ./
COPY config config
COPY schema schema
COPY tasks tasks
COPY steps steps
COPY server server
COPY --from=console /app/web/dist web/dist
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/APInoauth/is-online`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# HOST is reachable from other machines, so the server refuses to start if ADMIN_PASSWORD is not set.
ENTRYPOINT ["node", "server/start.mjs"]
