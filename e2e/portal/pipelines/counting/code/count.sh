set -eu
count=$(wc -l < "$TRAINYARD_IN/numbers/numbers.txt")
for step in 1 2 3; do
  echo "{\"name\": \"counted\", \"value\": $((count * step / 3)), \"step\": $step}" >> "$TRAINYARD_METRICS"
done
echo "counted $count numbers"
printf '# What was counted\n\n%s numbers\n' "$count" > "$TRAINYARD_OUT/report/report.md"
