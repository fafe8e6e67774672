set -eu
echo 'writing the numbers'
seq 1 100 > "$TRAINYARD_OUT/numbers/numbers.txt"
