import { mountList, parseHostMounts } from './mounts';

const MOUNTINFO = `22 27 0:21 / /proc rw,relatime - proc proc rw
25 24 0:23 / /dev/shm rw,relatime - tmpfs tmpfs rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
28 27 0:25 / /opt/tools ro,nosuid,nodev,relatime - tmpfs tools rw
40 27 8:1 / /data\\040sets rw,nosuid,noatime - xfs /dev/sda1 rw
41 27 8:2 / /twice rw,relatime - xfs /dev/sda2 rw
42 27 8:3 / /twice ro,relatime - xfs /dev/sda3 rw
43 27 8:3 / /development rw,relatime - xfs /dev/sda3 rw
`;

describe('parseHostMounts', () => {
  it('finds what can be written, without devices and kernel files', () => {
    expect(parseHostMounts(MOUNTINFO)).toEqual([
      { path: '/', flags: ['relatime'] },
      { path: '/data\\040sets', flags: ['nosuid', 'noatime'] },
      { path: '/development', flags: ['relatime'] },
    ]);
  });
});

describe('mountList', () => {
  const folders = { own: '/w/my try', readOnly: ['/w/my try/in'] };

  it('opens the own folder before it closes the disk below', () => {
    expect(mountList(folders, parseHostMounts(MOUNTINFO))).toBe(
      `/w/my\\040try /w/my\\040try none bind 0 0
/w/my\\040try/in /w/my\\040try/in none bind,ro 0 0
trainyard /dev/shm tmpfs rw,nosuid,nodev 0 0
trainyard /. none remount,bind,ro,relatime 0 0
trainyard /data\\040sets none remount,bind,ro,nosuid,noatime 0 0
trainyard /development none remount,bind,ro,relatime 0 0
`,
    );
  });

  it('lets no path end a field or begin a comment', () => {
    const own = '/w/a b\tc\nd\\e#f';
    const [line] = mountList({ own, readOnly: [] }, []).split('\n');
    const path = '/w/a\\040b\\011c\\012d\\134e\\043f';
    expect(line).toBe(`${path} ${path} none bind 0 0`);
  });

  it('does not hide a folder that lies in shared memory', () => {
    const list = mountList({ own: '/dev/shm/w', readOnly: [] }, []);
    expect(list).not.toContain('tmpfs');
  });
});
