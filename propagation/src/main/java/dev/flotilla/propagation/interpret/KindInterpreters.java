package dev.flotilla.propagation.interpret;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Finds the interpreter of a kind. */
public final class KindInterpreters {
    private static final Interpreter GENERIC = new Interpreter() {};
    private static final Map<String, Interpreter> NATIVE = natives();

    private KindInterpreters() {}

    public static Interpreter of(JsonNode object) {
        return of(object.path("apiVersion").asString(""), object.path("kind").asString(""));
    }

    /** The generic one for a kind that nothing special is known of. */
    public static Interpreter of(String apiVersion, String kind) {
        return NATIVE.getOrDefault(apiVersion + "/" + kind, GENERIC);
    }

    private static Map<String, Interpreter> natives() {
        Map<String, Interpreter> natives = new HashMap<>();
        natives.put("apps/v1/Deployment", new DeploymentInterpreter());
        natives.put("apps/v1/ReplicaSet", new ReplicaSetInterpreter());
        natives.put("apps/v1/StatefulSet", new StatefulSetInterpreter());
        natives.put("apps/v1/DaemonSet", new DaemonSetInterpreter());
        natives.put("batch/v1/Job", new JobInterpreter());
        natives.put("batch/v1/CronJob", new CronJobInterpreter());
        natives.put("v1/Pod", new PodInterpreter());
        natives.put("v1/Service", new LoadBalancerInterpreter(true));
        natives.put("networking.k8s.io/v1/Ingress", new LoadBalancerInterpreter(false));
        natives.put("v1/PersistentVolumeClaim", new ClaimInterpreter());
        natives.put("v1/Secret", new SecretInterpreter());
        natives.put("v1/ServiceAccount", new ServiceAccountInterpreter());
        natives.put("v1/Namespace", new NamespaceInterpreter());
        natives.put("policy/v1/PodDisruptionBudget", new DisruptionBudgetInterpreter());
        natives.put("policy.karmada.io/v1alpha1/FederatedResourceQuota", new QuotaInterpreter());
        natives.put("apiextensions.k8s.io/v1/CustomResourceDefinition", new DefinitionInterpreter());
        return Map.copyOf(natives);
    }
}
