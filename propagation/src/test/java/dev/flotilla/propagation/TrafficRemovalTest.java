package dev.flotilla.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flotilla.api.store.Change;
import dev.flotilla.api.store.ObjectKey;
import dev.flotilla.api.store.StoredObject;
import dev.flotilla.api.work.BindingKinds;
import dev.flotilla.propagation.CopyPlan.Step;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies that are to be removed stay while traffic is sent to them. */
final class TrafficRemovalTest {
    private static final ObjectKey BINDING = new ObjectKey(BindingKinds.RESOURCE_BINDING, "shop", "cart-deployment");
    private static final String READY = "'applied':true,'health':'Healthy','status':{'replicas':3,'readyReplicas':3}";
    private static final String MOVED =
            ",'clusters':[{'name':'us-1','replicas':3}],'removing':[{'cluster':'eu-1','why':'%s'}]";
    private static final String STATUS =
            "{'aggregatedStatus':[{'clusterName':'eu-1'," + READY + "},{'clusterName':'us-1'," + READY + "}]}";

    private final HubState hub = new HubState();
    private final CopyPlan plan =
            new CopyPlan(HubState.templates(), new Rendering("hub-1", HubState.templates(), new Interpreters()));

    @BeforeEach
    void aCartThatMovesFromEuropeToAmerica() {
        cluster("eu-1");
        cluster("us-1");
        hub.deployment(3);
        hub.binding(MOVED.formatted("Moved"), STATUS);
        hub.put("""
                {'apiVersion':'v1','kind':'Service','metadata':{'name':'cart','namespace':'shop','uid':'s1'},
                 'spec':{'selector':{'app':'cart'}}}""");
        hub.put("""
                {'apiVersion':'work.karmada.io/v1alpha2','kind':'ResourceBinding','metadata':{'name':'cart-service',
                 'namespace':'shop','uid':'b2','generation':1},
                 'spec':{'resource':{'apiVersion':'v1','kind':'Service','namespace':'shop','name':'cart','uid':'s1'},
                   'clusters':[{'name':'eu-1'},{'name':'us-1'}]},
                 'status':{'aggregatedStatus':[{'clusterName':'eu-1','applied':true},
                   {'clusterName':'us-1','applied':true}]}}""");
    }

    private void cluster(String name) {
        hub.put("{'apiVersion':'cluster.karmada.io/v1alpha1','kind':'Cluster','metadata':{'name':'" + name
                + "'},'spec':{'syncMode':'Push','region':'" + name.substring(0, 2) + "'}}");
    }

    private StoredObject policy(String restOfSpec, String accepted, int weight, String otherHealth) {
        return hub.put("""
                {'apiVersion':'traffic.flotilla.dev/v1alpha1','kind':'GlobalTrafficPolicy',
                 'metadata':{'name':'cart','namespace':'shop','uid':'t1','generation':1},
                 'spec':{'hostnames':['cart.example.com'],'backends':[{'name':'cart','service':'cart'}],
                   'strategy':{'type':'Replicas'}%s},
                 'status':{'conditions':[{'type':'Accepted','status':'%s','reason':'R','message':'',
                     'lastTransitionTime':'2026-11-24T00:00:00Z'}],
                   'effective':[{'cluster':'eu-1','health':'Draining','readyReplicas':3,'target':0,'weight':%d},
                     {'cluster':'us-1','health':'%s','readyReplicas':3,'target':100,'weight':%d}]}}""".formatted(restOfSpec, accepted, weight, otherHealth, 100 - weight));
    }

    private Step decide(ObjectKey binding) {
        Copy live = new Copy(
                new MemberTarget(new MemberKind("apps", "v1", "Deployment", "deployments", true), "shop", "cart"),
                Optional.of(binding),
                "uid",
                "1",
                "hash",
                1,
                0,
                false);
        return plan.decide(hub.table(), new ClusterBinding("eu-1", binding), Optional.of(live), false);
    }

    private static String held(Step step) {
        return step instanceof Step.Hold hold ? hold.reason() : "";
    }

    @Test
    void goWhereNoPolicySendsTraffic() {
        assertThat(decide(BINDING)).isInstanceOf(Step.Delete.class);
    }

    @Test
    void stayUntilTheirWeightIsNothing() {
        policy("", "True", 40, "Ready");
        Step drained = decide(BINDING);
        policy("", "True", 0, "Ready");

        assertThat(held(drained))
                .isEqualTo("GlobalTrafficPolicy shop/cart gives eu-1 weight 40; waiting until that is 0");
        assertThat(decide(BINDING)).isInstanceOf(Step.Delete.class);
    }

    @Test
    void stayWhileThePolicyIsPausedAndSayWhatToDo() {
        policy(",'paused':true", "True", 40, "Ready");

        assertThat(held(decide(BINDING))).endsWith("is paused; set spec.paused to false to let it drain");
    }

    @Test
    void stayWhileNoOtherSiteCouldTakeTheTraffic() {
        policy("", "True", 100, "NotReady");

        assertThat(held(decide(BINDING))).contains("weight 100 and no other site is ready to take it");
    }

    @Test
    void doNotWaitForAPolicyThatNobodyFollows() {
        policy("", "False", 40, "Ready");

        assertThat(decide(BINDING)).isInstanceOf(Step.Delete.class);
    }

    @Test
    void doNotWaitForAPolicyThatIsBeingDeleted() {
        StoredObject policy = policy("", "True", 40, "Ready");
        var going = policy.tree();
        going.withObjectProperty("metadata").put("deletionTimestamp", "2026-11-24T00:00:00Z");
        going.withObjectProperty("metadata").remove("resourceVersion");
        hub.put(going);

        assertThat(decide(BINDING)).isInstanceOf(Step.Delete.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TemplateDeleted", "PolicyGone", "PurgedDirectly"})
    void doNotWaitWhenNothingReplacesThem(String why) {
        hub.binding(MOVED.formatted(why), STATUS);
        policy("", "True", 40, "Ready");

        assertThat(decide(BINDING)).isInstanceOf(Step.Delete.class);
    }

    @Test
    void doNotWaitForASiteThatOtherCopiesKeep() {
        policy("", "True", 40, "Ready");
        hub.put("""
                {'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'cart-next','namespace':'shop','uid':'u2'},
                 'spec':{'template':{'metadata':{'labels':{'app':'cart','version':'next'}}}}}""");
        hub.put("""
                {'apiVersion':'work.karmada.io/v1alpha2','kind':'ResourceBinding',
                 'metadata':{'name':'cart-next-deployment','namespace':'shop','uid':'b3'},
                 'spec':{'resource':{'apiVersion':'apps/v1','kind':'Deployment','namespace':'shop','name':'cart-next'},
                   'clusters':[{'name':'eu-1','replicas':1}]},
                 'status':{'aggregatedStatus':[{'clusterName':'eu-1','applied':true,'status':{'readyReplicas':1}}]}}""");

        assertThat(decide(BINDING)).isInstanceOf(Step.Delete.class);
    }

    @Test
    void doNotWaitForABackendThatDoesNotCoverTheCluster() {
        policy("", "True", 40, "Ready");
        hub.put("""
                {'apiVersion':'traffic.flotilla.dev/v1alpha1','kind':'GlobalTrafficPolicy',
                 'metadata':{'name':'cart','namespace':'shop','uid':'t1','generation':1},
                 'spec':{'hostnames':['cart.example.com'],'backends':[
                   {'name':'cart','service':'cart','clusterAffinity':{'clusterNames':['us-1']}}],
                   'strategy':{'type':'Replicas'}},
                 'status':{'conditions':[{'type':'Accepted','status':'True','reason':'R','message':'',
                     'lastTransitionTime':'2026-11-24T00:00:00Z'}],
                   'effective':[{'cluster':'eu-1','weight':40}]}}""");

        assertThat(decide(BINDING)).isInstanceOf(Step.Delete.class);
    }

    @Test
    void keepTheirServiceToo() {
        ObjectKey service = new ObjectKey(BindingKinds.RESOURCE_BINDING, "shop", "cart-service");
        hub.put("""
                {'apiVersion':'work.karmada.io/v1alpha2','kind':'ResourceBinding','metadata':{'name':'cart-service',
                 'namespace':'shop','uid':'b2','generation':2},
                 'spec':{'resource':{'apiVersion':'v1','kind':'Service','namespace':'shop','name':'cart','uid':'s1'},
                   'clusters':[{'name':'us-1'}],'removing':[{'cluster':'eu-1','why':'Moved'}]},
                 'status':{'aggregatedStatus':[{'clusterName':'eu-1','applied':true},
                   {'clusterName':'us-1','applied':true,'health':'Healthy'}]}}""");
        policy("", "True", 40, "Ready");

        assertThat(held(decide(service))).contains("weight 40");
    }

    @Test
    void areLookedAtAgainWhenTheirWeightIsGone() {
        StoredObject before = policy("", "True", 20, "Ready");
        StoredObject lower = policy("", "True", 10, "Ready");
        StoredObject drained = policy("", "True", 0, "Ready");

        assertThat(Affected.by(hub.table(), new Change(before.key(), before, lower, 1)))
                .isEmpty();
        assertThat(Affected.by(hub.table(), new Change(before.key(), lower, drained, 2)))
                .containsExactly(new ClusterBinding("eu-1", BINDING));
        assertThat(Affected.by(hub.table(), new Change(before.key(), lower, null, 3)))
                .containsExactly(new ClusterBinding("eu-1", BINDING));
    }
}
