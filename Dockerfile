# syntax=docker/dockerfile:1
# The agent's image: one native binary, nsenter and setsid, and no shell. What a task needs is on the host, not in here.
# And the controller's: one native binary, for any user.
#
#   docker build -t ghcr.io/node-tasker/node-tasker-agent:0.1.0 .
#   docker build -t ghcr.io/node-tasker/node-tasker-controller:0.1.0 --target controller .
#   docker buildx build --platform linux/amd64,linux/arm64 …
#
# Native AOT links for the machine it runs on, so each platform is built on its own kind: on native builders, or emulated.
ARG DOTNET=10.0

FROM mcr.microsoft.com/dotnet/sdk:${DOTNET}-noble AS build
# clang links, zlib1g-dev is linked in; util-linux and tzdata are taken over below, tzdata-legacy for US/Eastern,
# Asia/Calcutta and others that people still write.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends clang zlib1g-dev util-linux tzdata tzdata-legacy \
    && rm -rf /var/lib/apt/lists/*

# nsenter and setsid with the libraries that the final image has not: libselinux and libpcre2, and not libc, which must stay the image's own.
RUN set -eu; \
    mkdir -p /rootfs/usr/bin /rootfs/usr/share; \
    cp /usr/bin/nsenter /usr/bin/setsid /rootfs/usr/bin/; \
    ldd /usr/bin/nsenter /usr/bin/setsid | awk '$2 == "=>" && $1 !~ /^libc\.so/ { print $3 }' | sort -u | while read -r library; do \
      folder=$(readlink -f "$(dirname "$library")"); \
      mkdir -p "/rootfs$folder"; \
      cp -L "$library" "/rootfs$folder/"; \
    done; \
    cp -a /usr/share/zoneinfo /rootfs/usr/share/

WORKDIR /source
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ src/
ARG TARGETARCH
ARG VERSION=0.1.0
ARG REVISION=

FROM build AS build-controller
RUN set -eu; \
    case "${TARGETARCH:-$(dpkg --print-architecture)}" in \
      amd64) rid=linux-x64 ;; \
      arm64) rid=linux-arm64 ;; \
      *) echo "no build for the architecture '$TARGETARCH': amd64 or arm64" >&2; exit 1 ;; \
    esac; \
    dotnet publish src/Controller/Controller.csproj --configuration Release --runtime "$rid" --output /publish \
      -p:PublishAot=true -p:Version="$VERSION" -p:SourceRevisionId="$REVISION"; \
    install -D -m 0755 /publish/node-tasker-controller /controller/usr/local/bin/node-tasker-controller

FROM build AS build-agent
RUN set -eu; \
    case "${TARGETARCH:-$(dpkg --print-architecture)}" in \
      amd64) rid=linux-x64 ;; \
      arm64) rid=linux-arm64 ;; \
      *) echo "no build for the architecture '$TARGETARCH': amd64 or arm64" >&2; exit 1 ;; \
    esac; \
    dotnet publish src/HostAgent/HostAgent.csproj --configuration Release --runtime "$rid" --output /publish \
      -p:PublishAot=true -p:Version="$VERSION" -p:SourceRevisionId="$REVISION"; \
    install -D -m 0755 /publish/node-tasker-agent /rootfs/usr/local/bin/node-tasker-agent

FROM mcr.microsoft.com/dotnet/runtime-deps:${DOTNET}-noble-chiseled AS controller
ARG VERSION=0.1.0
ARG REVISION=
ARG CREATED=
LABEL org.opencontainers.image.title="node-tasker-controller" \
      org.opencontainers.image.description="Gates the rollouts of Node Tasker's tasks and sums them up" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
# `schedule` is read here too.
COPY --from=build /rootfs/usr/share/zoneinfo /usr/share/zoneinfo
COPY --from=build-controller /controller/ /
COPY LICENSE /usr/share/doc/node-tasker/LICENSE
# Nobody: it needs no file but its token.
USER 65532:65532
ENV ASPNETCORE_HTTP_PORTS= \
    PATH=/usr/local/bin:/usr/bin
ENTRYPOINT ["/usr/local/bin/node-tasker-controller"]

# The last one is what is built when none is named.
FROM mcr.microsoft.com/dotnet/runtime-deps:${DOTNET}-noble-chiseled AS agent
ARG VERSION=0.1.0
ARG REVISION=
ARG CREATED=
LABEL org.opencontainers.image.title="node-tasker-agent" \
      org.opencontainers.image.description="Runs a task once on its Kubernetes node, in the host's namespaces" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
COPY --from=build-agent /rootfs/ /
COPY LICENSE /usr/share/doc/node-tasker/LICENSE
# The base image's user is nobody in particular; only root may enter the host's namespaces.
USER 0:0
# The base image asks web applications to listen on 8080; the agent listens where --listen says.
ENV ASPNETCORE_HTTP_PORTS= \
    PATH=/usr/local/bin:/usr/bin
ENTRYPOINT ["/usr/local/bin/node-tasker-agent"]
