module guide

go 1.21
