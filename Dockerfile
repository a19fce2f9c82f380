ARG BASE_IMAGE=docker.io/library/python:3.13-slim

# Wheels of the pinned releases and of the program; nothing of this stage but what is copied from it is kept.
FROM ${BASE_IMAGE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
RUN apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends tini >/dev/null
WORKDIR /src
COPY requirements/ requirements/
# Behind a mirror: --secret id=pip,src=…/pip.conf
RUN --mount=type=secret,id=pip,target=/etc/pip.conf \
    python -m venv /tools && \
    /tools/bin/pip install -q --only-binary :all: --require-hashes -r requirements/image.lock.txt && \
    /tools/bin/pip wheel -q --only-binary :all: --no-binary font-roboto --require-hashes \
      -r requirements/bot.lock.txt --wheel-dir /wheels
COPY pyproject.toml README.md LICENSE ./
COPY bot/ bot/
COPY knowledge/ knowledge/
RUN /tools/bin/pip wheel -q --no-deps --no-index --no-build-isolation --wheel-dir /wheels . && \
    python -m venv --without-pip /opt/chronicler && \
    /tools/bin/pip --python /opt/chronicler/bin/python install -q --no-index /wheels/*.whl && \
    /tools/bin/cyclonedx-py environment --output-reproducible \
      --output-file /opt/chronicler/sbom.cdx.json /opt/chronicler/bin/python

FROM ${BASE_IMAGE}
ARG VERSION=dev REVISION=unknown
LABEL org.opencontainers.image.title="Chronicler" \
      org.opencontainers.image.description="Answers questions about a period of history from a cited chronology, in Discord" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
RUN useradd --uid 10001 --no-log-init --home-dir /data --no-create-home --shell /usr/sbin/nologin chronicler && \
    install -d -o chronicler -g chronicler -m 0750 /data
COPY --from=build /usr/bin/tini-static /usr/bin/tini
COPY --from=build /opt/chronicler/ /opt/chronicler/
ENV PATH=/opt/chronicler/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    DATABASE_URL=sqlite:////data/chronicler.db \
    XDG_CACHE_HOME=/data/cache \
    XDG_STATE_HOME=/data/state \
    MONITORING_PORT=8080
USER chronicler
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=3 CMD ["python", "-m", "bot", "health"]
ENTRYPOINT ["tini", "--", "python", "-m", "bot"]
CMD ["run"]
