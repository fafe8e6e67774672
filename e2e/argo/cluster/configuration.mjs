// What each part of the cluster is told. Everything listens on loopback, and writes below its state folder.
import path from 'node:path';
import { stringify } from 'yaml';

/** The only node; its name leads to the kubelet without DNS. */
export const NODE = 'localhost';

export const kubeconfigOf = ({ url, ca, token }) =>
  stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'test', cluster: { server: url, 'certificate-authority': ca } },
    ],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
    'current-context': 'test',
  });

/**
 * containerd 1.6 of Debian. The score that the kernel looks at when memory is short
 * cannot be lowered without CAP_SYS_RESOURCE: every pod would fail where it is tried.
 */
export const containerdConfig = ({ state, root, sandbox }) => `version = 2
root = "${root}"
state = "${state}/containerd/run"
[grpc]
  address = "${state}/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "${state}/containerd/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${sandbox}"
  restrict_oom_score_adj = true
  stream_server_address = "127.0.0.1"
  [plugins."io.containerd.grpc.v1.cri".cni]
    conf_dir = "${state}/network"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
`;

/** The node counts as ready when some network is configured; pods use the host's. */
export const NETWORK = JSON.stringify({
  cniVersion: '0.4.0',
  name: 'none',
  plugins: [{ type: 'loopback' }],
});

export const kubeletConfig = ({ state, certificates, port, group }) =>
  stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: '127.0.0.1',
    port,
    healthzPort: 0,
    readOnlyPort: 0,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: false },
      x509: { clientCAFile: certificates.ca },
    },
    // Only the API server has a certificate of this authority.
    authorization: { mode: 'AlwaysAllow' },
    tlsCertFile: certificates.server.certificate,
    tlsPrivateKeyFile: certificates.server.key,
    containerRuntimeEndpoint: `unix://${state}/containerd.sock`,
    cgroupDriver: 'cgroupfs',
    // A group of its own: kubelets end pods in their group that they do not know.
    cgroupRoot: `/${group}`,
    enforceNodeAllocatable: [],
    failCgroupV1: false,
    failSwapOn: false,
    oomScoreAdj: 0,
    makeIPTablesUtilChains: false,
    volumePluginDir: path.join(state, 'kubelet-plugins'),
    podLogsDir: path.join(state, 'logs', 'pods'),
    imageGCHighThresholdPercent: 100,
    evictionHard: {
      'memory.available': '100Mi',
      'nodefs.available': '1%',
      'imagefs.available': '1%',
    },
    maxPods: 250,
  });

/** Arguments of the parts that are one program; `--leader-elect` is for those that are several. */
export const controlPlane = ({ state, ports, certificates, kubeconfig }) => ({
  etcd: [
    `--data-dir=${state}/etcd`,
    `--listen-client-urls=http://127.0.0.1:${ports.etcd}`,
    `--advertise-client-urls=http://127.0.0.1:${ports.etcd}`,
    `--listen-peer-urls=http://127.0.0.1:${ports.etcdPeer}`,
    `--initial-advertise-peer-urls=http://127.0.0.1:${ports.etcdPeer}`,
    `--initial-cluster=default=http://127.0.0.1:${ports.etcdPeer}`,
    // What a power cut would cost is of no interest here.
    '--unsafe-no-fsync',
  ],
  'kube-apiserver': [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.api}`,
    `--tls-cert-file=${certificates.server.certificate}`,
    `--tls-private-key-file=${certificates.server.key}`,
    `--token-auth-file=${state}/tokens.csv`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${certificates.tokens}`,
    `--service-account-signing-key-file=${certificates.tokens}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--endpoint-reconciler-type=none',
    '--kubelet-preferred-address-types=Hostname',
    `--kubelet-certificate-authority=${certificates.ca}`,
    `--kubelet-client-certificate=${certificates.client.certificate}`,
    `--kubelet-client-key=${certificates.client.key}`,
    // Native sidecars are not privileged; nothing here needs to be.
    '--allow-privileged=false',
  ],
  'kube-controller-manager': [
    `--kubeconfig=${kubeconfig}`,
    `--service-account-private-key-file=${certificates.tokens}`,
    `--root-ca-file=${certificates.ca}`,
    '--leader-elect=false',
    '--secure-port=0',
    '--controllers=*,-node-ipam-controller',
  ],
  'kube-scheduler': [
    `--kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--secure-port=0',
  ],
  kubelet: [
    `--kubeconfig=${kubeconfig}`,
    `--config=${state}/kubelet.yaml`,
    `--root-dir=${state}/kubelet`,
    `--cert-dir=${state}/kubelet-certificates`,
    `--hostname-override=${NODE}`,
  ],
});
