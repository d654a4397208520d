# report WHAT FIGURE, fail WHY, free_port: what the scripts of delivery share.
report() {
    printf '%-10s %s\n' "$1" "$2"
}

fail() {
    echo "failed: $*" >&2
    exit 1
}

free_port() {
    python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
