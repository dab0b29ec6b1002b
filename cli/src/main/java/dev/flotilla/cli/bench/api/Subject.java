package dev.flotilla.cli.bench.api;

import dev.flotilla.cli.bench.ProcessUsage;
import dev.flotilla.cli.client.Kubeconfig;

/** A Kubernetes API in processes of its own, started for this measurement; closing it ends them. */
interface Subject extends AutoCloseable {
    /** What the names of its results begin with. */
    String prefix();

    /** Its administrator. */
    Kubeconfig kubeconfig();

    /** Everything that the API needs: its server and where that keeps its state. */
    ProcessUsage usage();

    /** Bytes that live in the server alone, after a full collection of its garbage, stacks included. */
    long liveBytes();

    @Override
    void close();
}
