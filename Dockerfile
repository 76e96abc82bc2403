# Learnscope on the processor alone, not as root. TORCH_INDEX: README.md, "For a class or a server".
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    LEARNSCOPE_UPLOADS=/data/uploads \
    LEARNSCOPE_DATA=/data/sets \
    LEARNSCOPE_STORE=sqlite:////data/runs.db

RUN useradd --create-home --uid 10001 learnscope \
    && install -d -o learnscope /data /data/uploads /data/sets
WORKDIR /app

# What changes seldom comes first: a new version of the app installs nothing anew.
ARG TORCH_INDEX=
# further packages, with blanks between them
ARG EXTRAS=
COPY requirements.txt ./
RUN pip install ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} "$(grep '^torch==' requirements.txt)" \
    && pip install -r requirements.txt ${EXTRAS}

COPY app.py ./
COPY .streamlit .streamlit
COPY pages pages
COPY core core

USER learnscope
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8501/healthz', timeout=4)"]
CMD ["python", "-m", "streamlit", "run", "app.py", "--server.headless=true", "--server.port=8501"]
