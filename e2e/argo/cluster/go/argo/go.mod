module trainyard.test/argo

go 1.24

require github.com/argoproj/argo-workflows/v3 v3.7.3
