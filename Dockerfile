# sockspec in a container: docker build -t sockspec . && docker run --rm --network host sockspec run lines/server --target HOST:PORT
FROM node:22-bookworm-slim AS build
WORKDIR /sockspec
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
# npm makes no folder for it.
RUN mkdir /packed && npm pack --pack-destination /packed

FROM node:22-bookworm-slim
# What `sockspec doctor` looks for: a terminal for --tty, frames for --capture, interfaces, and Python for programs in it.
RUN apt-get update \
  && apt-get install -y --no-install-recommends socat tcpdump libcap2-bin iproute2 python3 \
  && rm -rf /var/lib/apt/lists/*
# Who is not root captures too. A container has this capability unless it is dropped; with one that it lacks, tcpdump would not start.
RUN setcap cap_net_raw+ep /usr/bin/tcpdump
COPY --from=build /packed /packed
RUN npm install --global /packed/sockspec-*.tgz && rm -r /packed
# WORKDIR by itself makes a folder of root's, in which no report can be written.
RUN install -d -o node -g node /work
WORKDIR /work
USER node
ENTRYPOINT ["sockspec"]
CMD ["run"]
