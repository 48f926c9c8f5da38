# docker build -t sentinel-content . && docker run --rm -v "$PWD:/content" sentinel-content check
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Content.Cli -c Release -r linux-x64 --self-contained -o /app

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
# git for validate --base, rollback and the commit in the record of an apply.
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/* && git config --system --add safe.directory '*'
COPY --from=build /app /opt/sentinel-content
ENV PATH="/opt/sentinel-content:$PATH" DOTNET_EnableDiagnostics=0
USER $APP_UID
WORKDIR /content
ENTRYPOINT ["sentinel-content"]
