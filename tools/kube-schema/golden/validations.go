package main

import "strings"

// in puts a fragment into a document's place for it.
func in(document, place, fragment string) string {
	return strings.Replace(document, place, fragment, 1)
}

const (
	podTemplate = `{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"x:1"}]}}`
	jobTemplate = `{"metadata":{"labels":{"a":"b"}},"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"x:1"}]}}`
)

func object(kind, apiVersion, metadata, rest string) string {
	return `{"apiVersion":"` + apiVersion + `","kind":"` + kind + `","metadata":` + metadata + rest + `}`
}

func configMap(metadata, rest string) string { return object("ConfigMap", "v1", metadata, rest) }
func podWith(spec string) string {
	return object("Pod", "v1", `{"name":"p","namespace":"default"}`, `,"spec":`+spec)
}
func containers(list string) string { return podWith(`{"containers":[` + list + `]}`) }
func deploymentWith(spec string) string {
	return object("Deployment", "apps/v1", `{"name":"d","namespace":"default"}`, `,"spec":`+spec)
}
func workload(kind, spec string) string {
	return object(kind, "apps/v1", `{"name":"w","namespace":"default"}`, `,"spec":`+spec)
}
func serviceWith(spec string) string {
	return object("Service", "v1", `{"name":"s","namespace":"default"}`, `,"spec":`+spec)
}
func jobWith(spec string) string {
	return object("Job", "batch/v1", `{"name":"j","namespace":"default"}`, `,"spec":`+spec)
}
func cronJobWith(spec string) string {
	return object("CronJob", "batch/v1", `{"name":"j","namespace":"default"}`, `,"spec":`+spec)
}

const selected = `"selector":{"matchLabels":{"a":"b"}},"template":` + podTemplate

// validationInputs are objects, good and bad, of the kinds that the hub checks itself.
var validationInputs = []document{
	// Metadata
	{name: "a good config map", text: configMap(`{"name":"a.b-c","namespace":"default","labels":{"x.io/y":"z"},"annotations":{"A":"b"}}`, `,"data":{"a.b_c-1":"x"}`)},
	{name: "upper case in a name", text: configMap(`{"name":"Abc","namespace":"default"}`, ``)},
	{name: "name too long", text: configMap(`{"name":"`+strings.Repeat("a", 254)+`","namespace":"default"}`, ``)},
	{name: "name with underscore", text: configMap(`{"name":"a_b","namespace":"default"}`, ``)},
	{name: "no name", text: configMap(`{"namespace":"default"}`, ``)},
	{name: "bad label key", text: configMap(`{"name":"c","namespace":"default","labels":{"a b":"c"}}`, ``)},
	{name: "empty label key", text: configMap(`{"name":"c","namespace":"default","labels":{"":"c"}}`, ``)},
	{name: "label key with two slashes", text: configMap(`{"name":"c","namespace":"default","labels":{"a/b/c":"c"}}`, ``)},
	{name: "label prefix bad", text: configMap(`{"name":"c","namespace":"default","labels":{"A_/b":"c"}}`, ``)},
	{name: "label prefix empty", text: configMap(`{"name":"c","namespace":"default","labels":{"/b":"c"}}`, ``)},
	{name: "label name too long", text: configMap(`{"name":"c","namespace":"default","labels":{"`+strings.Repeat("a", 64)+`":"c"}}`, ``)},
	{name: "bad label value", text: configMap(`{"name":"c","namespace":"default","labels":{"a":"b c"}}`, ``)},
	{name: "label value too long", text: configMap(`{"name":"c","namespace":"default","labels":{"a":"`+strings.Repeat("a", 64)+`"}}`, ``)},
	{name: "bad annotation key", text: configMap(`{"name":"c","namespace":"default","annotations":{"a b":"c"}}`, ``)},
	{name: "bad finalizer", text: configMap(`{"name":"c","namespace":"default","finalizers":["A b","x.io/y","plain"]}`, ``)},
	{name: "bad owners", text: configMap(`{"name":"c","namespace":"default","ownerReferences":[{"apiVersion":"v1","kind":"","name":"","uid":""},{"apiVersion":"","kind":"K","name":"n","uid":"u"}]}`, ``)},
	{name: "two controllers", text: configMap(`{"name":"c","namespace":"default","ownerReferences":[{"apiVersion":"v1","kind":"A","name":"a","uid":"1","controller":true},{"apiVersion":"v1","kind":"B","name":"b","uid":"2","controller":true}]}`, ``)},
	{name: "event as owner", text: configMap(`{"name":"c","namespace":"default","ownerReferences":[{"apiVersion":"v1","kind":"Event","name":"a","uid":"1"}]}`, ``)},
	// ConfigMap
	{name: "config map keys", text: configMap(`{"name":"c","namespace":"default"}`, `,"data":{"a b":"x","..":"y","..a":"z",".":"w","ok":"v"}`)},
	{name: "config map key in both", text: configMap(`{"name":"c","namespace":"default"}`, `,"data":{"a":"x"},"binaryData":{"a":"eA=="}`)},
	{name: "config map key too long", text: configMap(`{"name":"c","namespace":"default"}`, `,"data":{"`+strings.Repeat("a", 254)+`":"x"}`)},
	{name: "config map binary key", text: configMap(`{"name":"c","namespace":"default"}`, `,"binaryData":{"a/b":"eA=="}`)},
	{name: "immutable config map changed", old: configMap(`{"name":"c","namespace":"default","resourceVersion":"1"}`, `,"immutable":true,"data":{"a":"x"}`), text: configMap(`{"name":"c","namespace":"default","resourceVersion":"1"}`, `,"immutable":true,"data":{"a":"y"},"binaryData":{"b":"eA=="}`)},
	{name: "immutable config map freed", old: configMap(`{"name":"c","namespace":"default","resourceVersion":"1"}`, `,"immutable":true`), text: configMap(`{"name":"c","namespace":"default","resourceVersion":"1"}`, `,"immutable":false`)},
	// Secret
	{name: "secret keys", text: object("Secret", "v1", `{"name":"s","namespace":"default"}`, `,"data":{"a b":"eA==","ok":"eA=="}`)},
	{name: "TLS secret without key", text: object("Secret", "v1", `{"name":"s","namespace":"default"}`, `,"type":"kubernetes.io/tls","data":{"tls.crt":"eA=="}`)},
	{name: "TLS secret", text: object("Secret", "v1", `{"name":"s","namespace":"default"}`, `,"type":"kubernetes.io/tls","data":{"tls.crt":"","tls.key":""}`)},
	{name: "docker secret without data", text: object("Secret", "v1", `{"name":"s","namespace":"default"}`, `,"type":"kubernetes.io/dockerconfigjson"`)},
	{name: "docker secret with bad data", text: object("Secret", "v1", `{"name":"s","namespace":"default"}`, `,"type":"kubernetes.io/dockerconfigjson","data":{".dockerconfigjson":"eA=="}`)},
	{name: "basic auth secret without data", text: object("Secret", "v1", `{"name":"s","namespace":"default"}`, `,"type":"kubernetes.io/basic-auth"`)},
	{name: "SSH secret without data", text: object("Secret", "v1", `{"name":"s","namespace":"default"}`, `,"type":"kubernetes.io/ssh-auth"`)},
	{name: "token secret without account", text: object("Secret", "v1", `{"name":"s","namespace":"default"}`, `,"type":"kubernetes.io/service-account-token"`)},
	{name: "secret type changed", old: object("Secret", "v1", `{"name":"s","namespace":"default","resourceVersion":"1"}`, ``), text: object("Secret", "v1", `{"name":"s","namespace":"default","resourceVersion":"1"}`, `,"type":"x.io/y"`)},
	{name: "immutable secret changed", old: object("Secret", "v1", `{"name":"s","namespace":"default","resourceVersion":"1"}`, `,"immutable":true`), text: object("Secret", "v1", `{"name":"s","namespace":"default","resourceVersion":"1"}`, `,"immutable":true,"data":{"a":"eA=="}`)},
	// Namespace and ServiceAccount
	{name: "namespace name", text: object("Namespace", "v1", `{"name":"a.b"}`, ``)},
	{name: "namespace name too long", text: object("Namespace", "v1", `{"name":"`+strings.Repeat("a", 64)+`"}`, ``)},
	{name: "namespace", text: object("Namespace", "v1", `{"name":"n"}`, ``)},
	{name: "service account name", text: object("ServiceAccount", "v1", `{"name":"A","namespace":"default"}`, ``)},
	// Deployment
	{name: "deployment", text: deploymentWith(`{` + selected + `}`)},
	{name: "empty deployment", text: deploymentWith(`{}`)},
	{name: "negative replicas", text: deploymentWith(`{"replicas":-1,` + selected + `}`)},
	{name: "negative numbers", text: deploymentWith(`{"minReadySeconds":-1,"revisionHistoryLimit":-1,"progressDeadlineSeconds":-1,` + selected + `}`)},
	{name: "deadline too short", text: deploymentWith(`{"minReadySeconds":600,"progressDeadlineSeconds":5,` + selected + `}`)},
	{name: "selector does not match", text: deploymentWith(`{"selector":{"matchLabels":{"a":"c"}},"template":` + podTemplate + `}`)},
	{name: "empty selector", text: deploymentWith(`{"selector":{},"template":` + podTemplate + `}`)},
	{name: "bad selector", text: deploymentWith(`{"selector":{"matchLabels":{"a b":"c d"},"matchExpressions":[{"key":"k","operator":"In"},{"key":"l","operator":"Exists","values":["x"]},{"key":"m","operator":"Nope"},{"key":"n n","operator":"In","values":["a b"]}]},"template":` + podTemplate + `}`)},
	{name: "selector by expression", text: deploymentWith(`{"selector":{"matchExpressions":[{"key":"a","operator":"In","values":["b","c"]},{"key":"z","operator":"DoesNotExist"}]},"template":` + podTemplate + `}`)},
	{name: "deployment that never restarts", text: deploymentWith(`{"selector":{"matchLabels":{"a":"b"}},"template":` + jobTemplate + `}`)},
	{name: "strategy unknown", text: deploymentWith(`{"strategy":{"type":"Nope"},` + selected + `}`)},
	{name: "recreate with rolling update", text: deploymentWith(`{"strategy":{"type":"Recreate","rollingUpdate":{}},` + selected + `}`)},
	{name: "rolling update of zero", text: deploymentWith(`{"strategy":{"rollingUpdate":{"maxSurge":0,"maxUnavailable":"0%"}},` + selected + `}`)},
	{name: "rolling update numbers", text: deploymentWith(`{"strategy":{"rollingUpdate":{"maxSurge":-1,"maxUnavailable":"150%"}},` + selected + `}`)},
	{name: "rolling update text", text: deploymentWith(`{"strategy":{"rollingUpdate":{"maxSurge":"lots","maxUnavailable":"-5%"}},` + selected + `}`)},
	{name: "selector changed", old: deploymentWith(`{` + selected + `}`), text: in(deploymentWith(`{"selector":{"matchLabels":{"a":"b","c":"d"}},"template":{"metadata":{"labels":{"a":"b","c":"d"}},"spec":{"containers":[{"name":"c","image":"x:1"}]}}}`), `"name":"d"`, `"name":"d","resourceVersion":"1"`)},
	{name: "deployment name", text: object("Deployment", "apps/v1", `{"name":"X!","namespace":"default"}`, `,"spec":{"replicas":-1,`+selected+`}`)},
	// Pod templates
	{name: "no containers", text: deploymentWith(`{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{}}}`)},
	{name: "container without name", text: containers(`{"image":"x:1"}`)},
	{name: "container without image", text: containers(`{"name":"c"}`)},
	{name: "container name bad", text: containers(`{"name":"C_1","image":"x:1"}`)},
	{name: "container name too long", text: containers(`{"name":"` + strings.Repeat("a", 64) + `","image":"x:1"}`)},
	{name: "container names twice", text: containers(`{"name":"c","image":"x:1"},{"name":"c","image":"x:1"}`)},
	{name: "image with spaces", text: containers(`{"name":"c","image":" x:1 "}`)},
	{name: "init container like container", text: podWith(`{"initContainers":[{"name":"c","image":"x:1"},{"name":"i","image":"x:1"},{"name":"i","image":"x:1"}],"containers":[{"name":"c","image":"x:1"}]}`)},
	{name: "init container with probe", text: podWith(`{"initContainers":[{"name":"i","image":"x:1","livenessProbe":{"exec":{"command":["x"]}},"readinessProbe":{"exec":{"command":["x"]}},"startupProbe":{"exec":{"command":["x"]}},"lifecycle":{"preStop":{"exec":{"command":["x"]}}}}],"containers":[{"name":"c","image":"x:1"}]}`)},
	{name: "sidecar", text: podWith(`{"initContainers":[{"name":"i","image":"x:1","restartPolicy":"Always","livenessProbe":{"exec":{"command":["x"]}}}],"containers":[{"name":"c","image":"x:1"}]}`)},
	{name: "ports out of range", text: containers(`{"name":"c","image":"x:1","ports":[{"containerPort":0},{"containerPort":65536},{"containerPort":80,"hostPort":70000}]}`)},
	{name: "port names", text: containers(`{"name":"c","image":"x:1","ports":[{"containerPort":1,"name":"UP"},{"containerPort":2,"name":"a-very-long-port-name"},{"containerPort":3,"name":"12"},{"containerPort":4,"name":"a--b"},{"containerPort":5,"name":"-a"},{"containerPort":6,"name":"ok"},{"containerPort":7,"name":"ok"}]}`)},
	{name: "port protocol", text: containers(`{"name":"c","image":"x:1","ports":[{"containerPort":1,"protocol":"tcp"}]}`)},
	{name: "host ports twice", text: containers(`{"name":"c","image":"x:1","ports":[{"containerPort":1,"hostPort":9},{"containerPort":2,"hostPort":9}]}`)},
	{name: "pull policy", text: containers(`{"name":"c","image":"x:1","imagePullPolicy":"Sometimes"}`)},
	{name: "termination message", text: containers(`{"name":"c","image":"x:1","terminationMessagePolicy":"Log"}`)},
	{name: "environment", text: containers(`{"name":"c","image":"x:1","env":[{"name":""},{"name":"A=B"},{"name":"OK","value":"x","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}},{"name":"F","valueFrom":{}},{"name":"G","valueFrom":{"fieldRef":{"fieldPath":"nope"}}},{"name":"H","valueFrom":{"configMapKeyRef":{"name":"","key":""}}},{"name":"I","valueFrom":{"secretKeyRef":{"name":"s","key":"a b"}}}]}`)},
	{name: "environment from", text: containers(`{"name":"c","image":"x:1","envFrom":[{"configMapRef":{"name":""}},{},{"prefix":"=","secretRef":{"name":"s"}}]}`)},
	{name: "volume mounts", text: containers(`{"name":"c","image":"x:1","volumeMounts":[{"name":"v","mountPath":"/x"},{"name":"","mountPath":""}]}`)},
	{name: "mount paths twice", text: podWith(`{"volumes":[{"name":"v"}],"containers":[{"name":"c","image":"x:1","volumeMounts":[{"name":"v","mountPath":"/x"},{"name":"v","mountPath":"/x"},{"name":"v","mountPath":"/y","subPath":"../z"},{"name":"v","mountPath":"/z","subPath":"/abs"}]}]}`)},
	{name: "volumes", text: podWith(`{"volumes":[{"name":"V!"},{"name":""},{"name":"a"},{"name":"a"},{"name":"two","emptyDir":{},"hostPath":{"path":"/"}},{"name":"s","secret":{}},{"name":"c","configMap":{"name":""}},{"name":"h","hostPath":{"path":""}},{"name":"pvc","persistentVolumeClaim":{"claimName":""}}],"containers":[{"name":"c","image":"x:1"}]}`)},
	{name: "resources", text: containers(`{"name":"c","image":"x:1","resources":{"requests":{"cpu":"2","memory":"-1Mi","bogus":"1"},"limits":{"cpu":"1"}}}`)},
	{name: "extended resources", text: containers(`{"name":"c","image":"x:1","resources":{"requests":{"x.io/gpu":"1"},"limits":{"x.io/gpu":"2","y.io/tpu":"500m"}}}`)},
	{name: "restart policy", text: podWith(`{"restartPolicy":"Maybe","containers":[{"name":"c","image":"x:1"}]}`)},
	{name: "DNS policy", text: podWith(`{"dnsPolicy":"Maybe","containers":[{"name":"c","image":"x:1"}]}`)},
	{name: "grace and deadline", text: podWith(`{"terminationGracePeriodSeconds":-1,"activeDeadlineSeconds":0,"containers":[{"name":"c","image":"x:1"}]}`)},
	{name: "names in the pod", text: podWith(`{"serviceAccountName":"S A","nodeName":"N","hostname":"H_","subdomain":"S.","priorityClassName":"P!","imagePullSecrets":[{"name":""}],"containers":[{"name":"c","image":"x:1"}]}`)},
	{name: "node selector", text: podWith(`{"nodeSelector":{"a b":"c d"},"containers":[{"name":"c","image":"x:1"}]}`)},
	{name: "tolerations", text: podWith(`{"tolerations":[{"key":"","operator":"Equal"},{"key":"a b","operator":"Exists"},{"key":"k","operator":"Exists","value":"v"},{"key":"k","operator":"Nope"},{"key":"k","effect":"Nope"},{"key":"k","effect":"NoSchedule","tolerationSeconds":5},{"operator":"Exists"}],"containers":[{"name":"c","image":"x:1"}]}`)},
	{name: "probes", text: containers(`{"name":"c","image":"x:1","livenessProbe":{"initialDelaySeconds":-1,"timeoutSeconds":-1,"periodSeconds":-1,"successThreshold":2,"failureThreshold":-1,"httpGet":{"port":0,"path":"","scheme":"ftp"}},"readinessProbe":{},"startupProbe":{"exec":{},"tcpSocket":{"port":"x y"}}}`)},
	{name: "probe ports", text: containers(`{"name":"c","image":"x:1","livenessProbe":{"httpGet":{"port":"http-port-name-too-long"}},"readinessProbe":{"tcpSocket":{"port":65536}},"startupProbe":{"grpc":{"port":0}}}`)},
	{name: "lifecycle", text: containers(`{"name":"c","image":"x:1","lifecycle":{"postStart":{},"preStop":{"exec":{}}}}`)},
	{name: "topology spread", text: podWith(`{"topologySpreadConstraints":[{"maxSkew":0,"topologyKey":"","whenUnsatisfiable":"Nope"},{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule"},{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule"}],"containers":[{"name":"c","image":"x:1"}]}`)},
	{name: "affinity", text: podWith(`{"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[]},"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":0,"preference":{"matchExpressions":[{"key":"k","operator":"In"}]}}]},"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":""}]}},"containers":[{"name":"c","image":"x:1"}]}`)},
	{name: "host network ports", text: podWith(`{"hostNetwork":true,"containers":[{"name":"c","image":"x:1","ports":[{"containerPort":80,"hostPort":81}]}]}`)},
	{name: "template labels", text: deploymentWith(`{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b","c d":"e"}},"spec":{"containers":[{"name":"c","image":"x:1"}]}}}`)},
	{name: "security context", text: containers(`{"name":"c","image":"x:1","securityContext":{"runAsUser":-1,"runAsGroup":5}}`)},
	{name: "pod image changed", old: containers(`{"name":"c","image":"x:1"}`), text: in(containers(`{"name":"c","image":"x:2"}`), `"name":"p"`, `"name":"p","resourceVersion":"1"`)},
	// StatefulSet, DaemonSet, ReplicaSet
	{name: "stateful set", text: workload("StatefulSet", `{`+selected+`}`)},
	{name: "empty stateful set", text: workload("StatefulSet", `{}`)},
	{name: "stateful set numbers", text: workload("StatefulSet", `{"replicas":-1,"minReadySeconds":-1,"revisionHistoryLimit":-1,"ordinals":{"start":-1},"podManagementPolicy":"Nope","updateStrategy":{"type":"Nope"},"persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Nope","whenScaled":"Nope"},`+selected+`}`)},
	{name: "stateful set partition", text: workload("StatefulSet", `{"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":-1}},`+selected+`}`)},
	{name: "stateful set on delete with partition", text: workload("StatefulSet", `{"updateStrategy":{"type":"OnDelete","rollingUpdate":{"partition":1}},`+selected+`}`)},
	{name: "stateful set that never restarts", text: workload("StatefulSet", `{"selector":{"matchLabels":{"a":"b"}},"template":`+jobTemplate+`}`)},
	{name: "stateful set service name", text: workload("StatefulSet", `{"serviceName":"S!",`+selected+`}`)},
	{name: "stateful set changed", old: workload("StatefulSet", `{`+selected+`}`), text: in(workload("StatefulSet", `{"serviceName":"x","podManagementPolicy":"Parallel",`+selected+`}`), `"name":"w"`, `"name":"w","resourceVersion":"1"`)},
	{name: "daemon set", text: workload("DaemonSet", `{`+selected+`}`)},
	{name: "empty daemon set", text: workload("DaemonSet", `{}`)},
	{name: "daemon set that does not match", text: workload("DaemonSet", `{"selector":{"matchLabels":{"a":"c"}},"template":`+podTemplate+`}`)},
	{name: "daemon set strategy", text: workload("DaemonSet", `{"updateStrategy":{"type":"Nope"},"minReadySeconds":-1,"revisionHistoryLimit":-1,`+selected+`}`)},
	{name: "daemon set rolling update", text: workload("DaemonSet", `{"updateStrategy":{"rollingUpdate":{"maxUnavailable":0}},`+selected+`}`)},
	{name: "daemon set surge and unavailable", text: workload("DaemonSet", `{"updateStrategy":{"rollingUpdate":{"maxUnavailable":1,"maxSurge":1}},`+selected+`}`)},
	{name: "daemon set selector changed", old: workload("DaemonSet", `{`+selected+`}`), text: in(workload("DaemonSet", `{"selector":{"matchLabels":{"c":"d"}},"template":{"metadata":{"labels":{"c":"d"}},"spec":{"containers":[{"name":"c","image":"x:1"}]}}}`), `"name":"w"`, `"name":"w","resourceVersion":"1"`)},
	{name: "replica set", text: workload("ReplicaSet", `{`+selected+`}`)},
	{name: "empty replica set", text: workload("ReplicaSet", `{}`)},
	{name: "replica set that does not match", text: workload("ReplicaSet", `{"replicas":-1,"minReadySeconds":-1,"selector":{"matchLabels":{"a":"c"}},"template":`+podTemplate+`}`)},
	{name: "replica set that never restarts", text: workload("ReplicaSet", `{"selector":{"matchLabels":{"a":"b"}},"template":`+jobTemplate+`}`)},
	// Job and CronJob
	{name: "job", text: jobWith(`{"template":` + jobTemplate + `}`)},
	{name: "job that always restarts", text: jobWith(`{"template":` + podTemplate + `}`)},
	{name: "job numbers", text: jobWith(`{"parallelism":-1,"completions":-1,"activeDeadlineSeconds":-1,"backoffLimit":-1,"ttlSecondsAfterFinished":-1,"template":` + jobTemplate + `}`)},
	{name: "indexed job without completions", text: jobWith(`{"completionMode":"Indexed","parallelism":1,"template":` + jobTemplate + `}`)},
	{name: "job mode", text: jobWith(`{"completionMode":"Nope","template":` + jobTemplate + `}`)},
	{name: "cron job", text: cronJobWith(`{"schedule":"*/5 * * * *","jobTemplate":{"spec":{"template":` + jobTemplate + `}}}`)},
	{name: "cron job schedules", text: cronJobWith(`{"schedule":"every day","concurrencyPolicy":"Nope","startingDeadlineSeconds":-1,"successfulJobsHistoryLimit":-1,"failedJobsHistoryLimit":-1,"jobTemplate":{"spec":{"template":` + jobTemplate + `}}}`)},
	{name: "cron job without schedule", text: cronJobWith(`{"jobTemplate":{"spec":{"template":` + podTemplate + `}}}`)},
	{name: "cron job time zone", text: cronJobWith(`{"schedule":"@daily","timeZone":"Mars/Base","jobTemplate":{"spec":{"template":` + jobTemplate + `}}}`)},
	{name: "cron job time zone in schedule", text: cronJobWith(`{"schedule":"TZ=UTC * * * * *","jobTemplate":{"spec":{"template":` + jobTemplate + `}}}`)},
	{name: "cron job name too long", text: in(cronJobWith(`{"schedule":"@daily","jobTemplate":{"spec":{"template":`+jobTemplate+`}}}`), `"name":"j"`, `"name":"`+strings.Repeat("a", 53)+`"`)},
	// Service
	{name: "service", text: serviceWith(`{"selector":{"a":"b"},"ports":[{"port":80}]}`)},
	{name: "service without ports", text: serviceWith(`{"selector":{"a":"b"}}`)},
	{name: "service ports", text: serviceWith(`{"ports":[{"port":0,"name":"a"},{"port":80,"name":"A"},{"port":81,"name":"b","targetPort":"x y"},{"port":82,"name":"b","protocol":"tcp"},{"port":83,"name":"c","targetPort":70000}]}`)},
	{name: "service ports without names", text: serviceWith(`{"ports":[{"port":80},{"port":81}]}`)},
	{name: "service ports twice", text: serviceWith(`{"ports":[{"name":"a","port":80},{"name":"b","port":80}]}`)},
	{name: "service type", text: serviceWith(`{"type":"Nope","ports":[{"port":80}]}`)},
	{name: "service name", text: in(serviceWith(`{"ports":[{"port":80}]}`), `"name":"s"`, `"name":"1.s"`)},
	{name: "service affinity", text: serviceWith(`{"sessionAffinity":"Nope","ports":[{"port":80}]}`)},
	{name: "service affinity time", text: serviceWith(`{"sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":0}},"ports":[{"port":80}]}`)},
	{name: "external name missing", text: serviceWith(`{"type":"ExternalName"}`)},
	{name: "external name bad", text: serviceWith(`{"type":"ExternalName","externalName":"A_b"}`)},
	{name: "service selector", text: serviceWith(`{"selector":{"a b":"c d"},"ports":[{"port":80}]}`)},
	{name: "external IPs bad", text: serviceWith(`{"externalIPs":["x","127.0.0.1"],"ports":[{"port":80}]}`)},
	{name: "load balancer ranges", text: serviceWith(`{"type":"LoadBalancer","loadBalancerSourceRanges":["x"],"ports":[{"port":80}]}`)},
	{name: "ranges without load balancer", text: serviceWith(`{"loadBalancerSourceRanges":["10.0.0.0/8"],"ports":[{"port":80}]}`)},
	{name: "node port without type", text: serviceWith(`{"ports":[{"port":80,"nodePort":30000}]}`)},
	{name: "traffic policies", text: serviceWith(`{"type":"NodePort","externalTrafficPolicy":"Nope","internalTrafficPolicy":"Nope","ports":[{"port":80}]}`)},
	{name: "external policy without need", text: serviceWith(`{"externalTrafficPolicy":"Local","ports":[{"port":80}]}`)},
}
