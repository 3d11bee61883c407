# The smallest answer, with an access log, against nginx `return 200` with an access log. Both servers run; they are measured in turns.

folder=$PWD/.local/bench/nginx
mkdir -p "$folder"
cat >"$folder/nginx.conf" <<CONF
daemon off;
worker_processes auto;
pid $folder/nginx.pid;
error_log $folder/error.log;
events { worker_connections 4096; }
http {
  access_log $folder/access.log combined;
  client_body_temp_path $folder/body;
  proxy_temp_path $folder/proxy;
  fastcgi_temp_path $folder/fastcgi;
  uwsgi_temp_path $folder/uwsgi;
  scgi_temp_path $folder/scgi;
  keepalive_requests 1000000000;
  server {
    listen $nginx_listen reuseport;
    location / { default_type text/plain; return 200 "ok\n"; }
  }
}
CONF

# measure_plain LABEL ADDRESS PID...: adds requests a second and microseconds of CPU per request to LABEL's lists.
measure_plain() {
  local label=$1 address=$2 output=.local/bench/plain.txt before after
  shift 2
  before=$(cpu_microseconds "$@")
  load "$output" -c64 "$address"
  after=$(cpu_microseconds "$@")
  rate "$output" >>".local/bench/plain-$label.rate"
  awk -v used=$((after - before)) -v count="$(requests "$output")" 'BEGIN { print used / count }' >>".local/bench/plain-$label.cpu"
}

bench_environment
bench_serve --no-worker
start nginx nginx -p "$folder" -c "$folder/nginx.conf"
wait_for nginx "http://$nginx_listen/"
mapfile -t nginx_pids < <(printf '%s\n' "${children[-1]}"; pgrep -P "${children[-1]}")

for ((round = 0; round < BENCH_ROUNDS; round++)); do
  measure_plain ours "$bench_address/livez" "$serve_pid"
  measure_plain nginx "http://$nginx_listen/" "${nginx_pids[@]}"
done
rm -f "$folder/access.log"

compare "plain response, requests/s" "$(median <.local/bench/plain-ours.rate)" "$(median <.local/bench/plain-nginx.rate)" '>=' 0.9 "req/s"
compare "plain response, CPU per request" "$(median <.local/bench/plain-ours.cpu)" "$(median <.local/bench/plain-nginx.cpu)" '<=' 1.1 "us"
