package main

func renderFixtures() ([]byte, error) { return nil, nil }
