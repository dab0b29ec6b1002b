package dev.flotilla.e2e.member;

import java.nio.file.Path;

/** An API server under contract, a member cluster's or the hub's, running for as long as it is open. */
public interface Member extends AutoCloseable {
    /** Where kubectl and other clients find it. */
    Path kubeconfig();

    /** Plain HTTP to it, as its administrator. */
    Api api();

    /** Whether pods start: a bare kube-apiserver has no kubelet. */
    boolean runsPods();

    /**
     * Whether it is a cluster, whose controllers bring workloads, Services and namespaces to life: a hub leaves that to
     * its members.
     */
    default boolean runsWorkloads() {
        return true;
    }

    @Override
    void close();
}
