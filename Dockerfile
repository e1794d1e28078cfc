# The book on a CPU, for linux/amd64 and linux/arm64 (Apple silicon):
#   docker build -t d2l .
#   docker run --rm -it -p 127.0.0.1:8888:8888 -v d2l-data:/book/data/cache -v d2l-work:/book/work d2l
FROM python:3.11.11-slim-bookworm

# npm: the scripts of live code and slides; libgomp: MXNet's threads; libquadmath: its LAPACK, which the arm64 build does without.
RUN apt-get update \
    && apt-get install -y --no-install-recommends git make npm libgomp1 \
       $([ "$(dpkg --print-architecture)" = amd64 ] && echo libquadmath0) \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --create-home reader && install -d -o reader /book
USER reader
WORKDIR /book

# The environment changes less often than the text: a layer of its own.
COPY --chown=reader Makefile README.md pyproject.toml requirements.txt requirements-peer.txt ./
COPY --chown=reader tools/make_env.sh tools/
COPY --chown=reader d2lutils/ d2lutils/
RUN make env
COPY --chown=reader . .
# --touch: the copied files may look newer than the environment that was made from them.
RUN make --touch env && make html && install -d data/cache work

EXPOSE 8888
# 0.0.0.0 inside the container; `docker run -p 127.0.0.1:…` is what keeps others out.
CMD [".venv/bin/d2l", "serve", "--ip", "0.0.0.0", "--port", "8888", "--no-browser"]
