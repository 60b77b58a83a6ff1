# sockspec in a container: docker build -t sockspec . && docker run --rm --network host sockspec run lines/server --target HOST:PORT
FROM node:22-bookworm-slim AS build
WORKDIR /sockspec
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm pack --pack-destination /packed

FROM node:22-bookworm-slim
# What `sockspec doctor` looks for: a terminal for --tty, frames for --capture, interfaces, and Python for programs in it.
RUN apt-get update \
  && apt-get install -y --no-install-recommends socat tcpdump iproute2 python3 \
  && rm -rf /var/lib/apt/lists/*
COPY --from=build /packed /packed
RUN npm install --global /packed/sockspec-*.tgz && rm -r /packed
USER node
WORKDIR /work
ENTRYPOINT ["sockspec"]
CMD ["run"]
