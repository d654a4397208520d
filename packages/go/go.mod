module fakebyte.dev/fakebytetest

go 1.21
