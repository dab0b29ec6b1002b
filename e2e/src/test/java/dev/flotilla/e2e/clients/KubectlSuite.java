package dev.flotilla.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.e2e.Command;
import dev.flotilla.e2e.Kubectl;
import java.nio.file.Path;

/**
 * One kubectl in a namespace of its own.
 *
 * @param program without namespace and kubeconfig, for what needs other arguments
 */
record KubectlSuite(Kubectl kubectl, String namespace, Path program) {
    /** To be given a name and a value. kubectl 1.27 takes what begins with a brace for JSON. */
    static final String CONFIG = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: %s, labels: {l: x}}
            data: {k: "%s"}
            """;

    static KubectlSuite in(Server server, KubectlVersion version) {
        String namespace = server.namespace(version.binary(), "kubectl");
        return new KubectlSuite(server.kubectl(version.binary(), namespace), namespace, version.binary());
    }

    /** What a command prints that must succeed. */
    String run(String arguments) {
        return kubectl.run(arguments).succeeded().output();
    }

    /** The same of one that reads a manifest. */
    String run(String manifest, String arguments) {
        return kubectl.run(manifest, (arguments + " -f -").split(" "))
                .succeeded()
                .output();
    }

    /** What a command prints that must fail. */
    String refused(String arguments) {
        Command.Outcome outcome = kubectl.run(arguments);
        assertThat(outcome.exit()).as(outcome.output()).isNotZero();
        return outcome.output();
    }

    /** kubectl with a variable in its environment. */
    Kubectl with(String variable) {
        return new Kubectl(new Command(java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("env", variable), kubectl.command().line().stream())
                .toList()));
    }

    void configMap(String name, String value) {
        run(CONFIG.formatted(name, value), "create");
    }

    /** A Deployment without replicas, which nobody's cluster has to run. */
    void deployment(String name) {
        run("create deployment " + name + " --image=nginx:1.27 --replicas=0");
    }

    String json(String resource, String path) {
        return run("get " + resource + " -o jsonpath={" + path + "}");
    }
}
