#!/bin/sh
# Before K3s starts, in its folder $1: what it has issued for itself is taken away if a power cut spoiled any of it. K3s flushes nothing;
# a certificate or key that is empty is then neither used nor made anew, and a kubeconfig only together with its certificate. So all of it
# goes, and K3s makes all of it again, as after `k3s certificate rotate`. CAs and the key of service accounts stay: no others would fit.
set -eu
cd "$1" 2>/dev/null || exit 0
issued() {
  for folder in server/tls server/tls/etcd; do
    if [ -d "$folder" ]; then find "$folder" -maxdepth 1 -type f ! -name '*-ca.*' ! -name 'service.*' "$@"; fi
  done
  for folder in server/cred agent; do
    if [ -d "$folder" ]; then
      find "$folder" -maxdepth 1 -type f \( -name '*.kubeconfig' -o -name '*.crt' -o -name '*.key' \) "$@"
    fi
  done
}
if [ -n "$(issued -empty)" ]; then
  echo "a power cut left empty files: $(issued -empty | tr '\n' ' '); K3s issues all of them anew"
  issued -delete
fi
