package dev.flotilla.e2e.member;

import java.nio.file.Path;

/** A member cluster under contract, running for as long as it is open. */
public interface Member extends AutoCloseable {
    /** Where kubectl and other clients find it. */
    Path kubeconfig();

    /** Plain HTTP to it, as its administrator. */
    Api api();

    /** Whether pods start: a bare kube-apiserver has no kubelet. */
    boolean runsPods();

    @Override
    void close();
}
