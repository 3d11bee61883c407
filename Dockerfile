# The product in one image: a static-stdlib release build on a slim Debian. Build: docker build -t autoflow .
FROM swift:6.3-bookworm AS build
RUN apt-get update -qq \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    libpq-dev libssl-dev libcurl4-openssl-dev libargon2-dev zlib1g-dev libbrotli-dev \
    libqrencode-dev libcmark-gfm-dev libcmark-gfm-extensions-dev pkg-config \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
RUN swift build -c release --static-swift-stdlib --product autoflow --explicit-target-dependency-import-check error \
  && install -D "$(swift build -c release --static-swift-stdlib --product autoflow --show-bin-path)/autoflow" /out/autoflow

FROM debian:bookworm-slim
RUN apt-get update -qq \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    ca-certificates libpq5 libssl3 libcurl4 libargon2-1 zlib1g libbrotli1 \
    libqrencode4 libcmark-gfm0.29.0.gfm.6 libcmark-gfm-extensions0.29.0.gfm.6 \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin autoflow
COPY --from=build /out/autoflow /usr/local/bin/autoflow
WORKDIR /srv/autoflow
COPY Templates Templates
COPY Public Public
COPY Migrations Migrations
USER autoflow
ENV AUTOFLOW_ENV=production AUTOFLOW_LISTEN=0.0.0.0:8080
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["autoflow"]
CMD ["serve"]
