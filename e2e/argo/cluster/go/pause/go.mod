module trainyard.test/pause

go 1.24
