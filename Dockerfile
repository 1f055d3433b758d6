# One image for every role: API, line worker, sweeper. The command chooses (see docker-compose.yml).
FROM node:22-bookworm-slim AS build
WORKDIR /app
# It brings its CPU library along; its install script would fetch GPU parts from elsewhere.
ENV ONNXRUNTIME_NODE_INSTALL=skip
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node tools/build.mjs && npm prune --omit=dev --no-audit --no-fund

FROM node:22-bookworm-slim
ENV NODE_ENV=production YANPIAO_DATA=/data HOST=0.0.0.0 PORT=8080
WORKDIR /app
COPY --from=build --chown=node:node /app /app
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8080
CMD ["node", "dist/src/main.js"]
