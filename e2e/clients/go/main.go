// Command go drives an API server as Go programs do: through client-go and controller-runtime.
package main

import "flotilla.dev/e2e/clients/go/report"

func main() {
	report.Main([]report.Subtest{
		{Name: "typed clients write and read in protobuf", Run: typedClients},
		{Name: "lists come in pages that belong together", Run: pagedLists},
		{Name: "writers that retry on conflict lose nothing", Run: retryOnConflict},
		{Name: "unknown fields are warned of", Run: warnings},
		{Name: "the dynamic client handles a kind made today", Run: dynamicClient},
		{Name: "discovery, REST mapper and OpenAPI agree", Run: discoveryAndMapper},
		{Name: "the scale client scales any kind that scales", Run: scaleClient},
		{Name: "apply configurations share an object", Run: applyConfigurations},
		{Name: "informers are synced by a streamed list", Run: streamedInformers},
		{Name: "metadata informers see metadata alone", Run: metadataInformers},
		{Name: "a watch is resumed where it ended", Run: resumedWatches},
		{Name: "owners take their dependents with them", Run: garbageCollection},
		{Name: "leadership passes from one to the other", Run: leaderElection},
		{Name: "recorders write events of both groups", Run: eventRecorders},
		{Name: "controller-runtime reconciles through its cache", Run: controllerRuntime},
	})
}
